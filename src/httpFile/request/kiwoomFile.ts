import type { TrCatalogue } from '../../core/model/tr.ts';
import type { HttpFile, HttpRequestBlock } from '../syntax/httpFile.ts';
import { type KiwoomHosts, type KiwoomRequest, kiwoomRequest } from './kiwoomRequest.ts';
import { FileVariables } from './variableReferences.ts';

/** What a file is read with, besides its text. */
export interface KiwoomKnowledge {
  readonly hosts: KiwoomHosts;
  readonly catalogue: TrCatalogue;
}

/** A parsed file and what its requests say to Kiwoom; each is found out once, when somebody asks. */
export class KiwoomFile {
  readonly file: HttpFile;
  readonly knowledge: KiwoomKnowledge;
  readonly variables: FileVariables;
  readonly #requests = new Map<HttpRequestBlock, KiwoomRequest | undefined>();
  #all: readonly KiwoomRequest[] | undefined;

  /** @param variables of the whole file, where this is a part of one */
  constructor(file: HttpFile, knowledge: KiwoomKnowledge, variables = new FileVariables(file)) {
    this.file = file;
    this.knowledge = knowledge;
    this.variables = variables;
  }

  /** @returns `undefined` for a block that does not concern Kiwoom */
  requestIn(block: HttpRequestBlock): KiwoomRequest | undefined {
    if (!this.#requests.has(block)) {
      const { hosts, catalogue } = this.knowledge;
      this.#requests.set(block, kiwoomRequest(block, this.variables, hosts, catalogue));
    }
    return this.#requests.get(block);
  }

  /** Those that concern Kiwoom, in order. */
  get requests(): readonly KiwoomRequest[] {
    return (this.#all ??= this.file.requests.flatMap((block) => this.requestIn(block) ?? []));
  }
}
