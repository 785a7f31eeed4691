import * as vscode from 'vscode';
import type { Environment } from '../../core/model/environment.ts';
import { liveServer } from '../../core/model/liveServer.ts';
import type { Cancel, Scheduler } from '../../core/model/ports.ts';
import type { TrCatalogue } from '../../core/model/tr.ts';
import {
  type KiwoomHosts,
  type KiwoomRequest,
  kiwoomRequest,
  kiwoomRequests,
} from '../../httpFile/request/kiwoomRequest.ts';
import { FileVariables } from '../../httpFile/request/variableReferences.ts';
import { blockAround } from '../../httpFile/syntax/blockAround.ts';
import type { HttpFile, HttpRequestBlock } from '../../httpFile/syntax/httpFile.ts';
import { requestAt } from '../../httpFile/syntax/requestAt.ts';
import { parseHttpFile } from '../../httpFile/syntax/parseHttpFile.ts';
import type { TextRange } from '../../httpFile/syntax/textRange.ts';
import { settings } from '../shell/settings.ts';

/** What is known of a document as it stands. */
export interface ReadHttpDocument {
  /** Of the document. */
  readonly version: number;
  readonly file: HttpFile;
  readonly variables: FileVariables;
  /** Those that concern Kiwoom, in order. */
  readonly requests: readonly KiwoomRequest[];
  readonly catalogue: TrCatalogue;
}

/** What is known of the block that a line of a document is in. */
export interface ReadBlock {
  /** The block alone; its lines are counted from {@link firstLine}. */
  readonly file: HttpFile;
  readonly firstLine: number;
  readonly block: HttpRequestBlock | undefined;
  /** What it says to Kiwoom, if it does. */
  readonly request: KiwoomRequest | undefined;
  readonly variables: FileVariables;
  readonly catalogue: TrCatalogue;
  /** Other requests of the document concern Kiwoom, or there are none. */
  readonly isAboutKiwoom: boolean;
}

/** Until the whole document is read again, in milliseconds: longer than between two keystrokes. */
const settledMs = 400;

/** Reads each version of a document once, for everybody who asks. */
export class HttpDocuments implements vscode.Disposable {
  readonly #catalogue: () => Promise<TrCatalogue>;
  readonly #scheduler: Scheduler;
  readonly #planned = new Map<vscode.TextDocument, Cancel>();
  #read = new WeakMap<vscode.TextDocument, ReadHttpDocument>();
  readonly #endpointsChanged: vscode.Disposable;

  constructor(parts: {
    readonly catalogue: () => Promise<TrCatalogue>;
    readonly scheduler: Scheduler;
  }) {
    this.#catalogue = parts.catalogue;
    this.#scheduler = parts.scheduler;
    this.#endpointsChanged = settings.onDidChange('endpoints', () => {
      this.#read = new WeakMap();
    });
  }

  async read(document: vscode.TextDocument): Promise<ReadHttpDocument> {
    const catalogue = await this.#catalogue();
    const cached = this.#read.get(document);
    if (cached?.version === document.version) return cached;
    const file = parseHttpFile(document.getText());
    const variables = new FileVariables(file);
    let requests: readonly KiwoomRequest[] | undefined;
    const read = {
      version: document.version,
      file,
      variables,
      // The diagnostics, which come with every edit, look at changed blocks only.
      get requests() {
        return (requests ??= kiwoomRequests(file, variables, kiwoomHosts(), catalogue));
      },
      catalogue,
    };
    this.#read.set(document, read);
    return read;
  }

  /**
   * For questions at a cursor, while somebody types: only the block around it is read anew. What
   * stands elsewhere in the document may be of another moment.
   *
   * @param line of the document
   */
  async around(document: vscode.TextDocument, line: number): Promise<ReadBlock> {
    // First of all: while something is waited for, its lines may change.
    const lineText = (at: number): string => document.lineAt(at).text;
    const { file, firstLine } = blockAround({ lineCount: document.lineCount, lineText }, line);
    const whole = this.#read.get(document) ?? (await this.read(document));
    const { catalogue } = whole;
    if (whole.version !== document.version) this.#planRead(document);
    const variables =
      file.variables.length === 0
        ? whole.variables
        : new FileVariables({ variables: [...whole.file.variables, ...file.variables] });
    const block = requestAt(file, line - firstLine);
    return {
      file,
      firstLine,
      block,
      request: block && kiwoomRequest(block, variables, kiwoomHosts(), catalogue),
      variables,
      catalogue,
      isAboutKiwoom: whole.requests.length > 0 || whole.file.requests.length <= 1,
    };
  }

  #planRead(document: vscode.TextDocument): void {
    if (this.#planned.has(document)) return;
    const cancel = this.#scheduler.after(settledMs, () => {
      this.#planned.delete(document);
      if (document.isClosed) return;
      // Who asks next reads it, and is told what fails.
      void this.read(document).then(
        ({ requests }) => requests,
        () => undefined,
      );
    });
    this.#planned.set(document, cancel);
  }

  dispose(): void {
    for (const cancel of this.#planned.values()) cancel();
    this.#endpointsChanged.dispose();
  }
}

/** Kiwoom's own hosts and those that the user's settings name. */
export function kiwoomHosts(): KiwoomHosts {
  const hosts = (environment: Environment): string[] =>
    [liveServer.hosts[environment], settings.endpoint(environment)].flatMap((endpoint) => {
      const host = URL.parse(endpoint)?.host;
      return host === undefined ? [] : [host];
    });
  return { real: hosts('real'), mock: hosts('mock') };
}

export function toRange({ start, end }: TextRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
