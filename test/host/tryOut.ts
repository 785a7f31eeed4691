import path from 'node:path';
import { parseArgs } from 'node:util';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { CodeServer } from './codeServer.ts';
import { packageQuietly } from './quietPackage.ts';
import { makeTryOutWorkspace, tryOutSettings } from './tryOutWorkspace.ts';
import { endpointSettings } from './userSettings.ts';

/**
 * `npm start`: VS Code in the browser with the packaged extension, requests to try, and the simulator
 * in place of Kiwoom. Nothing is kept: not the keys, not the files, not the settings.
 *
 * `--check` ends as soon as the window's address answers; `--port` takes a fixed port.
 */
const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, port: { type: 'string' } },
});

const packagedExtension = path.resolve(import.meta.dirname, '../../kiwoom-rest-auth.vsix');
const restClient = 'humao.rest-client';
const restClientWithinMs = 20_000;

async function startServer(simulator: Simulator): Promise<CodeServer> {
  return CodeServer.start({
    vsix: [packagedExtension],
    settings: {
      ...endpointSettings(simulator),
      ...tryOutSettings,
      // REST Client's environments name Kiwoom's own hosts; here the simulator stands for them.
      'rest-client.environmentVariables': {
        'kiwoom-mock': { kiwoomHost: simulator.mock.url },
        'kiwoom-real': { kiwoomHost: simulator.real.url },
      },
    },
    port: values.port === undefined ? undefined : Number(values.port),
    gallery: true,
  });
}

async function installRestClient(server: CodeServer): Promise<void> {
  try {
    await server.installFromGallery(restClient, restClientWithinMs);
  } catch {
    console.log(
      'REST Client could not be installed: Ctrl+Shift+B in the window sends the requests.',
    );
  }
}

/** @throws Error when the page of the window does not answer. */
async function check(url: string): Promise<void> {
  const response = await fetch(url);
  const page = await response.text();
  if (!response.ok || !page.includes('vscode-workbench-web-configuration')) {
    throw new Error(`${url} answered ${response.status} and no workbench.`);
  }
  console.log(`${url} answers.`);
}

function explain(url: string, { accounts, controlUrl }: Simulator): void {
  console.log(`\nOpen  ${url}\n`);
  console.log('Keys that the simulator accepts, for "Kiwoom: Add App Key":');
  for (const [name, [first]] of [
    ['모의투자 (mock)', accounts.mock],
    ['실전투자 (real)', accounts.real],
  ] as const) {
    console.log(`  ${name}  account ${first.account}`);
    console.log(`    app key     ${first.appkey}`);
    console.log(`    secret key  ${first.secretkey}`);
  }
  console.log(`\nThe simulator misbehaves when it is told so, at ${controlUrl}:`);
  const switchTo = (change: string): string => `curl -d '[${change}]' ${controlUrl}/switch`;
  console.log(`  the token dies    curl -X POST ${controlUrl}/killTokens`);
  console.log(`  maintenance       ${switchTo('{"maintenance":true}')}`);
  console.log(`  a wrong IP        ${switchTo('{"callerIp":"198.51.100.7"}')}`);
  console.log(`  all is well       curl -X POST ${controlUrl}/reset`);
  console.log('\nCtrl+C stops everything and removes what it wrote.');
}

console.log('Building the extension and starting VS Code ...');
await packageQuietly();
const simulator = await startSimulator();
const server = await startServer(simulator);
const url = server.windowUrl(makeTryOutWorkspace());
if (values.check) {
  await check(url);
  await server.stop();
  await simulator.close();
} else {
  await installRestClient(server);
  explain(url, simulator);
  process.exitCode = 0; // From here on Ctrl+C is the way to end; exitOnSignal.ts sees to it.
}
