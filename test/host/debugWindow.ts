import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { startSimulator } from '../simulator/simulator.ts';
import { addSendTask } from './sendTask.ts';
import { endpointSettings, writeUserSettings } from './userSettings.ts';

/**
 * `npm run simulator:debug`, started by F5: runs the simulator and creates a user data folder with a workspace
 * that uses it. .vscode/tasks.json waits for the line that begins with "Ready".
 */
console.log('Starting the simulator ...');
const folder = path.resolve(import.meta.dirname, '../../.vscode-test/debug');
const simulator = await startSimulator();
const {
  accounts: {
    mock: [mock],
    real: [real],
  },
} = simulator;

await writeUserSettings(folder, {
  ...endpointSettings(simulator),
  'kiwoom.injection.terminal': true,
});
const workspace = path.join(folder, 'workspace');
await mkdir(workspace, { recursive: true });
await cp(path.join(import.meta.dirname, 'sample'), workspace, { recursive: true });
addSendTask(workspace);

console.log('Keys that the simulator accepts:');
for (const [name, account] of [
  ['mock', mock],
  ['real', real],
] as const) {
  console.log(`  ${name} ${account.account}`);
  console.log(`    app key    ${account.appkey}`);
  console.log(`    secret key ${account.secretkey}`);
}
console.log(`Control: ${simulator.controlUrl}`);
console.log('Ready.');
