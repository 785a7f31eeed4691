import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { gatewayPorts } from '../../src/gateway/gatewayPorts.ts';
import { commandIds } from '../../src/vscode/shell/commandIds.ts';

type Environments = Readonly<Record<string, Record<string, string>>>;

describe('The manifest', () => {
  it('has exactly the commands that are typed, and all are registered', async () => {
    const extension = vscode.extensions.getExtension('kiwoom-rest-auth.kiwoom-rest-auth');
    const manifest = extension?.packageJSON as {
      contributes: { commands: { command: string; category: string }[] };
    };
    const declared = manifest.contributes.commands.map(({ command }) => command).sort();
    assert.deepEqual(declared, [...commandIds].sort());
    assert.ok(manifest.contributes.commands.every(({ category }) => category === 'Kiwoom'));
    await extension?.activate();
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(
      declared.filter((command) => !registered.includes(command)),
      [],
    );
  });

  it('gives REST Client its two environments without writing a setting', () => {
    const extension = vscode.extensions.getExtension('kiwoom-rest-auth.kiwoom-rest-auth');
    const { contributes } = extension?.packageJSON as {
      contributes: { configurationDefaults: Record<string, Environments> };
    };
    // Without REST Client VS Code does not know the setting, so the manifest is what can be seen.
    const environments = contributes.configurationDefaults['rest-client.environmentVariables'];
    assert.deepEqual(environments?.['kiwoom-mock'], {
      kiwoomHost: 'https://mockapi.kiwoom.com',
      kiwoomHostVar: 'KIWOOM_HOST_MOCK',
      kiwoomTokenVar: 'KIWOOM_TOKEN_MOCK',
    });
    assert.deepEqual(environments['kiwoom-real'], {
      kiwoomHost: 'https://api.kiwoom.com',
      kiwoomHostVar: 'KIWOOM_HOST_REAL',
      kiwoomTokenVar: 'KIWOOM_TOKEN_REAL',
    });
    assert.deepEqual(environments['$shared'], {});
    const settings = vscode.workspace.getConfiguration('rest-client');
    const written = settings.inspect<Environments>('environmentVariables');
    assert.equal(written?.globalValue, undefined);
    assert.equal(written?.workspaceValue, undefined);
  });

  it('keeps the clients from asking a proxy for the gateway', () => {
    const extension = vscode.extensions.getExtension('kiwoom-rest-auth.kiwoom-rest-auth');
    const { contributes } = extension?.packageJSON as {
      contributes: { configurationDefaults: Record<string, unknown> };
    };
    // Both take VS Code's `http.proxy` for every host that is not excluded: REST Client by name, httpyac by
    // the beginning of the address.
    const { configurationDefaults } = contributes;
    assert.deepEqual(configurationDefaults['rest-client.excludeHostsForProxy'], ['127.0.0.1']);
    assert.deepEqual(configurationDefaults['httpyac.proxyExcludeList'], [
      'http://127.0.0.1',
      'ws://127.0.0.1',
    ]);
  });

  it('keeps VS Code from forwarding the ports of the gateway', () => {
    const remote = vscode.workspace.getConfiguration('remote');
    const attributes = remote.get<Record<string, unknown>>('portsAttributes');
    const range = `${gatewayPorts.first}-${gatewayPorts.last}`;
    assert.deepEqual(attributes?.[range], { label: 'Kiwoom gateway', onAutoForward: 'ignore' });
  });
});
