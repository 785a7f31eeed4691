import * as vscode from 'vscode';
import type { Environment } from '../../core/environment.ts';
import { liveServer } from '../../core/liveServer.ts';
import type { TrCatalogue } from '../../core/tr.ts';
import type { HttpFile } from '../../httpFile/httpFile.ts';
import {
  type KiwoomHosts,
  type KiwoomRequest,
  kiwoomRequests,
} from '../../httpFile/kiwoomRequest.ts';
import { parseHttpFile } from '../../httpFile/parseHttpFile.ts';
import type { TextRange } from '../../httpFile/textRange.ts';
import { FileVariables } from '../../httpFile/variableReferences.ts';
import { settings } from '../settings.ts';

/** What is known of a document as it stands. */
export interface ReadHttpDocument {
  readonly file: HttpFile;
  readonly variables: FileVariables;
  /** Those that concern Kiwoom, in order. */
  readonly requests: readonly KiwoomRequest[];
  readonly catalogue: TrCatalogue;
}

interface CachedRead extends ReadHttpDocument {
  readonly version: number;
}

/** Reads each version of a document once, for everybody who asks. */
export class HttpDocuments implements vscode.Disposable {
  readonly #catalogue: () => Promise<TrCatalogue>;
  #read = new WeakMap<vscode.TextDocument, CachedRead>();
  readonly #endpointsChanged: vscode.Disposable;

  constructor(parts: { readonly catalogue: () => Promise<TrCatalogue> }) {
    this.#catalogue = parts.catalogue;
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
    const requests = kiwoomRequests(file, variables, kiwoomHosts(), catalogue);
    const read = { version: document.version, file, variables, requests, catalogue };
    this.#read.set(document, read);
    return read;
  }

  dispose(): void {
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
