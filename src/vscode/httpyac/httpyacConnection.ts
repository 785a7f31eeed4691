import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/event.ts';
import { toKiwoomError } from '../../core/base/errors.ts';
import type { Log, Scheduler } from '../../core/model/ports.ts';
import { Alarm } from '../../core/time/alarm.ts';
import { clientIds } from '../shell/clientIds.ts';
import { isHttpDocument } from '../httpFiles/httpEditor.ts';

/**
 * Polling delays in milliseconds: httpyac activates when a `.http` file is opened, and VS Code has no event for
 * that.
 */
const pollDelaysMs = [250, 500, 1000, 2000, 4000, 8000, 16_000];

export interface HttpyacConnectionParts {
  readonly scheduler: Scheduler;
  readonly log: Log;
  /**
   * Registers the plugin with what httpyac exports.
   *
   * @returns `undefined` if the exports do not have the expected members
   */
  readonly connect: (exported: unknown) => Promise<Disposable | undefined>;
}

/**
 * Registers the plugin with httpyac once httpyac is active, which may be after this extension, and never
 * activates it. If this fails, httpyac still works with the process variables.
 */
export class HttpyacConnection implements Disposable {
  readonly #parts: HttpyacConnectionParts;
  readonly #subscriptions: Disposable;
  /**
   * The exports the plugin was registered with, compared because VS Code returns a new Extension object each
   * time. An array, as the exports may be `undefined`; empty after a failure.
   */
  #connectedTo: readonly unknown[] = [];
  #plugin: Disposable | undefined;
  readonly #pollTimer: Alarm;
  #isDisposed = false;

  constructor(parts: HttpyacConnectionParts) {
    this.#parts = parts;
    this.#pollTimer = new Alarm(parts.scheduler);
    this.#subscriptions = vscode.Disposable.from(
      vscode.extensions.onDidChange(() => {
        this.#poll();
      }),
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (isHttpDocument(document)) this.#poll();
      }),
    );
    this.#poll();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#subscriptions.dispose();
    this.#pollTimer.dispose();
    this.#plugin?.dispose();
  }

  #poll(attempts = 0): void {
    this.#pollTimer.cancel();
    const extension = vscode.extensions.getExtension<unknown>(clientIds.httpyac);
    if (extension?.isActive === true) {
      if (!this.#connectedTo.includes(extension.exports)) void this.#connect(extension);
      return;
    }
    const ms = pollDelaysMs[attempts];
    const awaited = extension !== undefined && vscode.workspace.textDocuments.some(isHttpDocument);
    if (ms === undefined || !awaited) return;
    this.#pollTimer.after(ms, () => {
      this.#poll(attempts + 1);
    });
  }

  async #connect(extension: vscode.Extension<unknown>): Promise<void> {
    const { log, connect } = this.#parts;
    const { exports: exported } = extension;
    this.#connectedTo = [exported];
    this.#plugin?.dispose();
    this.#plugin = undefined;
    const { version } = extension.packageJSON as { version?: string };
    try {
      const plugin = await connect(exported);
      if (plugin === undefined) log.warn('httpyac-api-unknown', { version });
      else log.info('httpyac-connected', { version });
      if (this.#isDisposed || !this.#connectedTo.includes(exported)) plugin?.dispose();
      else this.#plugin = plugin;
    } catch (thrown) {
      // The next opened file retries.
      if (this.#connectedTo.includes(exported)) this.#connectedTo = [];
      log.warn('httpyac-not-connected', { version, error: toKiwoomError(thrown).message });
    }
  }
}
