import assert from 'node:assert/strict';
import { addProfile, cleanUp, control, succeed } from './extension.ts';
import { sampleFile, sendFile } from './httpyacCommandLine.ts';

describe('The sample requests, sent by the httpyac command line', () => {
  beforeEach(cleanUp);
  after(cleanUp);

  it('arrive at the server of the active account with its token', async () => {
    await addProfile('real');
    await addProfile('mock');
    await succeed('kiwoom.issueToken');
    const output = await sendFile(sampleFile);
    const [token] = (await control.tokens()).filter(({ alive }) => alive);
    const calls = await control.calls({ kind: 'tr' });
    assert.deepEqual(
      calls.map((call) => [call.environment, call.apiId, call.token === token?.token, call.code]),
      [
        ['mock', 'ka00001', true, 0],
        ['mock', 'ka10001', true, 0],
      ],
    );
    assert.ok(token !== undefined && !output.includes(token.token));
  });

  it('carry no token after it was revoked', async () => {
    const profile = await addProfile('mock');
    await succeed('kiwoom.issueToken', { profile });
    await succeed('kiwoom.revokeToken', { profile });
    await sendFile(sampleFile).catch(() => undefined);
    const calls = await control.calls({ kind: 'tr' });
    // Without the token there is no host either, so nothing is sent anywhere.
    assert.deepEqual(calls, []);
  });
});
