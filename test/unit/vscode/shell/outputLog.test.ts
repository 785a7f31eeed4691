import assert from 'node:assert/strict';
import type { LogOutputChannel } from 'vscode';
import { OutputLog } from '../../../../src/vscode/shell/outputLog.ts';

const names = new Map([['mock-0123456789abcdef', 'Mock 81234567']]);

/** What the channel was given. */
function linesOf(write: (log: OutputLog) => void): string[] {
  const lines: string[] = [];
  const add = (line: string): void => {
    lines.push(line);
  };
  const channel: Pick<LogOutputChannel, 'info' | 'warn' | 'error'> = {
    info: add,
    warn: add,
    error: add,
  };
  write(new OutputLog(channel as LogOutputChannel, (id) => names.get(id)));
  return lines;
}

describe('An entry of the log', () => {
  it('names its fields and leaves out those that are not known', () => {
    const lines = linesOf((log) => {
      log.info('issued', { profile: 'mock-1', repeated: false, subject: undefined });
    });
    assert.deepEqual(lines, ['issued profile="mock-1" repeated=false']);
  });

  it('tells accounts by their names and moments in Korean time', () => {
    const lines = linesOf((log) => {
      log.warn('renewal-failed', {
        profile: 'mock-0123456789abcdef',
        nextTryAt: Date.UTC(2026, 10, 24, 0, 0, 0),
        httpStatus: 503,
      });
    });
    assert.deepEqual(lines, [
      'renewal-failed profile="Mock 81234567" nextTryAt=2026-11-24T09:00:00+09:00 httpStatus=503',
    ]);
  });

  it('is one line that reads in its order, whatever somebody else wrote into a field', () => {
    const [entry = '', ...others] = linesOf((log) => {
      log.error('command-failed', {
        error:
          'x\r\n2026-11-24 09:00:00.000 [info] token-issued\u2028\u2029\u0085\u001B[2J\u009B2J',
        subject: 'file\u202Etxt.exe\u2066\u061C" profile="real-1',
      });
    });
    assert.deepEqual(others, []);
    assert.match(entry, /^[ -~]*$/);
    assert.match(entry, /subject="file\\u202etxt\.exe\\u2066\\u061c\\" profile=\\"real-1"$/);
  });
});
