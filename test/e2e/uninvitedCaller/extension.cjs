const { setTimeout: delay } = require('node:timers/promises');
const vscode = require('vscode');

const signIn = (createIfNone) =>
  vscode.authentication.getSession('kiwoom', ['mock'], { createIfNone });

/** With the session that it has, or one that it made up. */
async function call() {
  const kiwoom = vscode.extensions
    .getExtension('kiwoom-rest-auth.kiwoom-rest-auth')
    .exports.getApi(1);
  const { id, label } = kiwoom.activeProfile;
  const madeUp = { id, accessToken: 'made up', account: { id, label }, scopes: ['mock'] };
  const session = (await signIn(false)) ?? madeUp;
  try {
    await kiwoom.call('ka00001', {}, { session });
    return 'answered';
  } catch (error) {
    return error.code;
  }
}

/** Asks httpyac's own library, which this extension's process shares, and so needs no consent. */
async function sendByHttpyac() {
  const { httpyac, documentStore } =
    vscode.extensions.getExtension('anweber.vscode-httpyac').exports;
  while (!('kiwoom' in httpyac.store.pluginStore)) await delay(50);
  const { globalValue } = vscode.workspace.getConfiguration('kiwoom').inspect('endpoints.mock');
  const text =
    `POST ${globalValue}/api/dostk/acnt\nContent-Type: application/json;charset=UTF-8\n` +
    'Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}\napi-id: ka00001\n\n{}\n';
  const httpFile = await documentStore.httpFileStore.parse('/uninvited.http', text, { config: {} });
  await httpyac.send({ httpFile });
  return 'sent';
}

exports.activate = async ({ subscriptions }) => {
  const show = (name, work) =>
    vscode.commands.registerCommand(`uninvited.${name}`, async () => {
      const outcome = await work().catch(({ message }) => message);
      void vscode.window.showInformationMessage(`Uninvited ${name}: ${outcome}`);
    });
  subscriptions.push(
    show('call', call),
    show('signIn', async () => ((await signIn(true)).accessToken === '' ? 'nothing' : 'signed in')),
    show('sendByHttpyac', sendByHttpyac),
  );
  await vscode.extensions.getExtension('anweber.vscode-httpyac').activate();
};
