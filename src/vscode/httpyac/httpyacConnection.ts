import * as vscode from 'vscode';
import { toKiwoomError } from '../../core/base/errors.ts';
import type { Log, Scheduler } from '../../core/model/ports.ts';
import { Alarm } from '../../core/time/alarm.ts';
import { clientIds } from '../shell/clientIds.ts';
import { isHttpDocument } from '../httpFiles/httpEditor.ts';

/**
 * httpyac starts by itself when a `.http` file is opened, and no event tells when it is done: it is
 * looked for after so many milliseconds.
 */
const looksAfterMs = [250, 500, 1000, 2000, 4000, 8000, 16_000];

export interface HttpyacConnectionParts {
  readonly scheduler: Scheduler;
  readonly log: Log;
  /**
   * Registers the plugin with what httpyac exports.
   *
   * @returns what takes it out again, or `undefined` if the exports are of another kind
   */
  readonly connect: (exported: unknown) => Promise<(() => void) | undefined>;
}

/**
 * Hands the plugin to httpyac as soon as httpyac runs, which may be after this extension, and never
 * starts it. Whatever goes wrong here, httpyac works on with the process variables.
 */
export class HttpyacConnection {
  readonly #parts: HttpyacConnectionParts;
  readonly #subscriptions: vscode.Disposable;
  /** In a list, as the exports may be anything; empty after a failure. VS Code describes an extension anew each time. */
  #connectedTo: readonly unknown[] = [];
  #disconnect: (() => void) | undefined;
  readonly #looking: Alarm;
  #isDisposed = false;

  constructor(parts: HttpyacConnectionParts) {
    this.#parts = parts;
    this.#looking = new Alarm(parts.scheduler);
    this.#subscriptions = vscode.Disposable.from(
      vscode.extensions.onDidChange(() => {
        this.#look();
      }),
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (isHttpDocument(document)) this.#look();
      }),
    );
    this.#look();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#subscriptions.dispose();
    this.#looking.cancel();
    this.#disconnect?.();
  }

  #look(failedLooks = 0): void {
    this.#looking.cancel();
    const extension = vscode.extensions.getExtension<unknown>(clientIds.httpyac);
    if (extension?.isActive === true) {
      if (!this.#connectedTo.includes(extension.exports)) void this.#connect(extension);
      return;
    }
    const ms = looksAfterMs[failedLooks];
    const awaited = extension !== undefined && vscode.workspace.textDocuments.some(isHttpDocument);
    if (ms === undefined || !awaited) return;
    this.#looking.after(ms, () => {
      this.#look(failedLooks + 1);
    });
  }

  async #connect(extension: vscode.Extension<unknown>): Promise<void> {
    const { log, connect } = this.#parts;
    const { exports: exported } = extension;
    this.#connectedTo = [exported];
    this.#disconnect?.();
    this.#disconnect = undefined;
    const { version } = extension.packageJSON as { version?: string };
    try {
      const disconnect = await connect(exported);
      if (disconnect === undefined) log.warn('httpyac-api-unknown', { version });
      else log.info('httpyac-connected', { version });
      if (this.#isDisposed || !this.#connectedTo.includes(exported)) disconnect?.();
      else this.#disconnect = disconnect;
    } catch (thrown) {
      // The next file that is opened tries again.
      if (this.#connectedTo.includes(exported)) this.#connectedTo = [];
      log.warn('httpyac-not-connected', { version, error: toKiwoomError(thrown).message });
    }
  }
}
