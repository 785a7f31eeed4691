import type { TrCatalogue } from '../../core/model/tr.ts';
import type { HttpFile, HttpRequestBlock } from '../syntax/httpFile.ts';
import { type KiwoomHosts, type KiwoomRequest, kiwoomRequest } from './kiwoomRequest.ts';
import { FileVariables } from './variableReferences.ts';

/** Data besides the text that the analysis of a file depends on. */
export interface KiwoomKnowledge {
  readonly hosts: KiwoomHosts;
  readonly catalogue: TrCatalogue;
}

/** A parsed file with its Kiwoom requests, which are analysed lazily and cached. */
export class KiwoomFile {
  readonly file: HttpFile;
  readonly knowledge: KiwoomKnowledge;
  readonly variables: FileVariables;
  readonly #requests = new Map<HttpRequestBlock, KiwoomRequest | undefined>();
  #all: readonly KiwoomRequest[] | undefined;

  /** @param variables of the whole file, where `file` is a part of it */
  constructor(file: HttpFile, knowledge: KiwoomKnowledge, variables = new FileVariables(file)) {
    this.file = file;
    this.knowledge = knowledge;
    this.variables = variables;
  }

  /** @returns `undefined` for a block without a Kiwoom request */
  requestIn(block: HttpRequestBlock): KiwoomRequest | undefined {
    if (!this.#requests.has(block)) {
      const { hosts, catalogue } = this.knowledge;
      this.#requests.set(block, kiwoomRequest(block, this.variables, hosts, catalogue));
    }
    return this.#requests.get(block);
  }

  /** All Kiwoom requests, in order. */
  get requests(): readonly KiwoomRequest[] {
    return (this.#all ??= this.file.requests.flatMap((block) => this.requestIn(block) ?? []));
  }
}
