/** Ids of the extensions that send `.http` files. */
export const clientIds = {
  httpyac: 'anweber.vscode-httpyac',
  restClient: 'humao.rest-client',
} as const;
