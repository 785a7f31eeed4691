/** A test holds this list and the commands in package.json together. */
export const commandIds = [
  'kiwoom.addProfile',
  'kiwoom.importKeyFiles',
  'kiwoom.replaceKeys',
  'kiwoom.removeProfile',
  'kiwoom.renameProfile',
  'kiwoom.switchProfile',
  'kiwoom.switchTo',
  'kiwoom.issueToken',
  'kiwoom.revokeToken',
  'kiwoom.revokeAll',
  'kiwoom.verifyToken',
  'kiwoom.copyToken',
  'kiwoom.copyReference',
  'kiwoom.copyGatewayAddress',
  'kiwoom.insertRequest',
  'kiwoom.insertAuthorization',
  'kiwoom.insertTokenValue',
  'kiwoom.connectRestClient',
  'kiwoom.cleanRestClientHistory',
  'kiwoom.connectSharedTokens',
  'kiwoom.disconnectSharedTokens',
  'kiwoom.refreshAccounts',
  'kiwoom.showMenu',
  'kiwoom.showLog',
] as const;

export type CommandId = (typeof commandIds)[number];
