import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { controlClient } from './controlClient.ts';
import { issue, verdict } from './kiwoomCalls.ts';
import { startSimulator } from './simulator.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

describe('npm run simulator', () => {
  it('prints addresses, settings and keys, gives way on a taken port, stops on SIGTERM', async () => {
    const other = await startSimulator();
    const taken = new URL(other.mock.url).port;
    const child = spawn(
      process.execPath,
      [main, '--real-port', '0', '--mock-port', taken, '--control-port', '0'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const exited = once(child, 'exit');
    let output = '';
    try {
      for await (const chunk of child.stdout) {
        output += String(chunk);
        if (output.includes('Ctrl+C')) break;
      }
      assert.match(output, new RegExp(`Port ${taken} is taken`));
      const mockUrl = /"kiwoom\.endpoints\.mock": "(http:\/\/127\.0\.0\.1:\d+)"/.exec(output)?.[1];
      const controlUrl = /control (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
      assert.ok(mockUrl !== undefined && controlUrl !== undefined);
      const { accounts, realUrl } = await controlClient(controlUrl).describe();
      assert.ok(output.includes(`"kiwoom.endpoints.real": "${realUrl}"`));
      assert.ok(output.includes(accounts.real[1].secretkey));
      assert.equal(verdict(await issue({ url: mockUrl }, accounts.mock[0])), '0');
    } finally {
      child.kill('SIGTERM');
      await other.close();
    }
    assert.deepEqual(await exited, [0, null]);
  });
});
