import * as vscode from 'vscode';
import { type Disposable, disposeAll } from '../../core/base/event.ts';
import type { Environment } from '../../core/model/environment.ts';
import { liveServer } from '../../core/model/liveServer.ts';
import type { Scheduler } from '../../core/model/ports.ts';
import type { TrCatalogue } from '../../core/model/tr.ts';
import {
  type KiwoomFile,
  type KiwoomHosts,
  type ReadBlock,
  readBlock,
  readHttpFile,
  type TextRange,
} from '../../httpFile/httpLanguage.ts';
import { settings } from '../shell/settings.ts';

/** Parse result of the block around a line. */
export interface ReadAround extends ReadBlock {
  /** Whether other requests of the document are for Kiwoom, or it has no other requests. */
  readonly isAboutKiwoom: boolean;
}

interface ReadVersion {
  readonly version: number;
  readonly file: KiwoomFile;
}

/** Delay before the whole document is parsed again, in milliseconds; longer than between two keystrokes. */
const settledMs = 400;

/** Cache of parse results, one per document version. */
export class HttpDocuments implements Disposable {
  readonly #catalogue: () => Promise<TrCatalogue>;
  readonly #scheduler: Scheduler;
  readonly #planned = new Map<vscode.TextDocument, Disposable>();
  readonly #gatewayHost: () => string | undefined;
  #read = new WeakMap<vscode.TextDocument, ReadVersion>();
  readonly #endpointsChanged: Disposable;

  constructor(parts: {
    readonly catalogue: () => Promise<TrCatalogue>;
    readonly scheduler: Scheduler;
    readonly gatewayHost: () => string | undefined;
  }) {
    this.#gatewayHost = parts.gatewayHost;
    this.#catalogue = parts.catalogue;
    this.#scheduler = parts.scheduler;
    this.#endpointsChanged = settings.onDidChange('endpoints', () => {
      this.#read = new WeakMap();
    });
  }

  async read(document: vscode.TextDocument): Promise<KiwoomFile> {
    const catalogue = await this.#catalogue();
    const cached = this.#read.get(document);
    const gateway = this.#gatewayHost();
    if (cached?.version === document.version && cached.file.knowledge.hosts.gateway === gateway) {
      return cached.file;
    }
    const { version } = document;
    const file = readHttpFile(document.getText(), { hosts: kiwoomHosts(gateway), catalogue });
    this.#read.set(document, { version, file });
    return file;
  }

  /**
   * Parses only the block around a line, for completions and hovers while the user types. The facts about the
   * rest of the document may be from an earlier version.
   *
   * @param line of the document
   */
  async around(document: vscode.TextDocument, line: number): Promise<ReadAround> {
    // Reads the lines before any `await`, because the document may change meanwhile.
    const lineText = (at: number): string => document.lineAt(at).text;
    const within = readBlock({ lineCount: document.lineCount, lineText }, line);
    const known = this.#read.get(document);
    if (known !== undefined && known.version !== document.version) this.#planRead(document);
    const whole = known?.file ?? (await this.read(document));
    const isAboutKiwoom = whole.requests.length > 0 || whole.file.requests.length <= 1;
    return { ...within(whole), isAboutKiwoom };
  }

  #planRead(document: vscode.TextDocument): void {
    if (this.#planned.has(document)) return;
    const timer = this.#scheduler.after(settledMs, () => {
      this.#planned.delete(document);
      if (document.isClosed) return;
      // Errors are ignored here: the next caller of `read` gets them.
      void this.read(document).then(
        ({ requests }) => requests,
        () => undefined,
      );
    });
    this.#planned.set(document, timer);
  }

  dispose(): void {
    disposeAll([...this.#planned.values(), this.#endpointsChanged]);
  }
}

/** Kiwoom's own hosts, those in the user's settings, and the running gateway's. */
export function kiwoomHosts(gateway: string | undefined): KiwoomHosts {
  const hosts = (environment: Environment): string[] =>
    [liveServer.hosts[environment], settings.endpoint(environment)].flatMap((endpoint) => {
      const host = URL.parse(endpoint)?.host;
      return host === undefined ? [] : [host];
    });
  return { real: hosts('real'), mock: hosts('mock'), gateway };
}

export function toRange({ start, end }: TextRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
