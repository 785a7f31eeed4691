import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';
import { TestServer } from '../host/testServer.ts';
import { runTestsInWindow } from '../host/testWindow.ts';
import { endpointSettings, writeUserSettings } from '../host/userSettings.ts';
import { startSimulator } from '../simulator/simulator.ts';

const project = path.resolve(import.meta.dirname, '../..');
const tests = path.join(project, 'out/e2e/callers.cjs');
const count = 4;

describe('Several windows of VS Code', () => {
  it('with 250 callers each make one issue call', async () => {
    await build({
      entryPoints: [path.join(import.meta.dirname, 'manyWindows/callers.ts')],
      bundle: true,
      outfile: tests,
      format: 'cjs',
      platform: 'node',
      external: ['vscode'],
      logLevel: 'warning',
    });
    const simulator = await startSimulator();
    const userDataDir = makeTemporaryFolder('user');
    await writeUserSettings(userDataDir, endpointSettings(simulator));
    const gate = makeTemporaryFolder('gate');
    const server = await TestServer.start({
      userDataDir,
      env: {
        WINDOWS_ACCOUNT: JSON.stringify(simulator.accounts.mock[0]),
        WINDOWS_COUNT: String(count),
        WINDOWS_GATE: gate,
      },
    });
    try {
      const log: string[] = [];
      const onLog = (text: string): void => void log.push(text);
      const codes = await Promise.all(
        Array.from({ length: count }, () =>
          runTestsInWindow(server, { extension: project, tests, onLog }),
        ),
      );
      assert.deepEqual(codes, [0, 0, 0, 0], log.slice(-20).join('\n'));
      assert.equal(readdirSync(gate).length, count, 'each window has a process of its own');
      assert.equal(simulator.control.counts().issue, 1);
    } finally {
      await server.stop();
      await simulator.close();
    }
  });
});
