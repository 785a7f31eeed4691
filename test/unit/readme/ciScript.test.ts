import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { makeTemporaryFolder } from '../../host/temporaryFolder.ts';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { codeBlocks, guide, root } from './readmeText.ts';

const host = 'https://mockapi.kiwoom.com';

/** The one shell script of a text that calls httpyac. */
function script(file: string): string {
  const [found, ...others] = codeBlocks(file, 'sh').filter((code) => code.includes('httpyac send'));
  assert.ok(found !== undefined && others.length === 0);
  return found;
}

describe('The script for CI', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ limits: 'off' });
  });
  after(() => simulator.close());
  beforeEach(() => simulator.control.reset());

  for (const file of guide) {
    it(`in ${file} issues a token, sends the requests with it, and prints no secret`, async () => {
      const folder = makeTemporaryFolder('ci');
      copyFileSync(
        path.join(root, 'test/host/sample/kiwoom.http'),
        path.join(folder, 'requests.http'),
      );
      // As after `npm install`.
      symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
      const { appkey, secretkey } = simulator.accounts.mock[0];
      const { stdout, stderr } = await promisify(execFile)(
        'sh',
        ['-e', '-c', script(file).replace(host, simulator.mock.url)],
        {
          cwd: folder,
          env: {
            PATH: [path.join(root, 'node_modules/.bin'), process.env['PATH']].join(path.delimiter),
            HOME: folder,
            KIWOOM_APPKEY: appkey,
            KIWOOM_SECRETKEY: secretkey,
          },
        },
      );
      const [token] = simulator.control.tokens();
      assert.deepEqual(
        simulator.control
          .calls({ kind: 'tr' })
          .map(({ apiId, code, token: sent }) => [apiId, code, sent === token?.token]),
        [
          ['ka00001', 0, true],
          ['ka10001', 0, true],
        ],
      );
      for (const secret of [appkey, secretkey, token?.token ?? '']) {
        assert.ok(!(stdout + stderr).includes(secret));
      }
    });
  }
});
