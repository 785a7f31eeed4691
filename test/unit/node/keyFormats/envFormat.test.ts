import assert from 'node:assert/strict';
import { parseEnvFile } from '../../../../src/node/keyFormats/envFormat.ts';

describe('A .env file', () => {
  it('does not take the next line for a value that is empty but for blanks', () => {
    assert.deepEqual(
      { ...parseEnvFile('KIWOOM_MODE= \nAPP_KEY=a\t\nAPP_SECRET=\t\n') },
      {
        APP_KEY: 'a',
        APP_SECRET: '',
        KIWOOM_MODE: '',
      },
    );
  });

  it('may end its lines as old Macs did', () => {
    assert.deepEqual(
      { ...parseEnvFile('APP_KEY=a\rAPP_SECRET=b\r') },
      { APP_KEY: 'a', APP_SECRET: 'b' },
    );
  });
});
