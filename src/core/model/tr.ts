/** A TR of the Kiwoom REST API (one call, named by its `api-id`), as the public guide documents it. */
export interface Tr {
  /** `ka10001`; the WebSocket TRs have short ids such as `0B`. */
  readonly id: string;
  readonly nameKo: string;
  /** As in the guide's menu: `국내주식 > 종목정보`. */
  readonly group: string;
  readonly path: string;
  readonly transport: 'rest' | 'websocket';
  /** Whether the TR can move money; a request that may have reached the server is never sent again. */
  readonly order: boolean;
  /** `false` if the published copies of the guide, the source of this catalogue, lack its fields. */
  readonly fieldsKnown: boolean;
  readonly request: readonly TrField[];
  readonly response: readonly TrResponseField[];
}

export interface TrResponseField {
  readonly name: string;
  readonly nameKo: string;
  /** The list whose rows have this field. */
  readonly parent?: string;
}

export interface TrField extends TrResponseField {
  readonly type: 'string' | 'string[]' | 'list';
  /** `undefined` where the guide does not say. */
  readonly required?: boolean;
  /** In characters; `undefined` where the guide does not say. */
  readonly length?: number;
  /** The guide's description: `YYYYMMDD`. */
  readonly format?: string;
  /** The allowed codes with their labels, in the guide's order; `undefined` where it lists none. */
  readonly values?: readonly (readonly [code: string, label: string])[];
}

export interface TrCatalogue {
  readonly all: readonly Tr[];
  find(apiId: string): Tr | undefined;
  /** The TRs of a path; empty for a path that the API does not have. */
  onPath(path: string): readonly Tr[];
}
