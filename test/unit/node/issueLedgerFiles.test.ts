import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { IssueHistory } from '../../../src/core/model/issueHistory.ts';
import { IssueLedgerFiles } from '../../../src/node/issueLedgerFiles.ts';

const id = 'mock-0123456789abcdef';

describe('The history of requests for a token, on disk', () => {
  let folder: string;
  let ledger: IssueLedgerFiles;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kiwoom-ledger-'));
    ledger = new IssueLedgerFiles(path.join(folder, 'issues'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const histories: readonly IssueHistory[] = [
    { spent: [], deaths: [] },
    { spent: [1, 2], deaths: [3], fault: { kind: 'death' } },
    {
      spent: [1],
      deaths: [],
      fault: { kind: 'refusal', at: 4, code: 'wrong-keys', refusals: 2 },
    },
  ];
  for (const history of histories) {
    it(`is read as it was written: ${history.fault?.kind ?? 'nothing owed'}`, async () => {
      await ledger.write(id, history);
      assert.deepEqual(await new IssueLedgerFiles(path.join(folder, 'issues')).read(id), history);
    });
  }

  it('can be read by its owner only', async function () {
    if (process.platform === 'win32') this.skip();
    await ledger.write(id, { spent: [], deaths: [] });
    const { mode } = await stat(path.join(folder, 'issues', `${id}.json`));
    assert.equal(mode & 0o777, 0o600);
  });

  for (const text of ['', '{', 'null', '[]', '{"spent":[null],"deaths":[]}', '{"spent":1}']) {
    it(`was never written if it is damaged: ${text}`, async () => {
      await ledger.write(id, { spent: [1], deaths: [] });
      await writeFile(path.join(folder, 'issues', `${id}.json`), text);
      assert.equal(await ledger.read(id), undefined);
    });
  }

  it('is gone with its account', async () => {
    await ledger.write(id, { spent: [1], deaths: [] });
    await ledger.remove(id);
    assert.equal(await ledger.read(id), undefined);
    await ledger.remove(id);
  });
});
