import assert from 'node:assert/strict';
import type { TrCatalogue } from '../../../src/core/model/tr.ts';
import { parseHttpFile } from '../../../src/httpFile/syntax/parseHttpFile.ts';
import { loadTrCatalogue } from '../../../src/kiwoom/trCatalogue.ts';
import { issued } from '../../simulator/kiwoomCalls.ts';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { contextWith, diagnose } from '../httpFile/diagnosis/cases/given.ts';
import { sendWithHttpyac } from '../sendWithHttpyac.ts';
import { codeBlocks, pages } from './readmeText.ts';

/** REST Client looks this up in the environment that is selected there; httpyac knows nothing of it. */
const needsRestClient = (text: string): boolean => text.includes('{{$processEnv %');

const asks = (text: string): boolean => /^# @note /m.test(text);

describe('The requests in the documentation', () => {
  let catalogue: TrCatalogue;
  let simulator: Simulator;
  let token: string;
  before(async () => {
    catalogue = await loadTrCatalogue();
    simulator = await startSimulator({ limits: 'off' });
    ({ token } = await issued(simulator.mock, simulator.accounts.mock[0]));
  });
  after(() => simulator.close());
  beforeEach(() => {
    simulator.control.clearCalls();
  });

  const send = (text: string): Promise<string> =>
    sendWithHttpyac(text, {
      KIWOOM_HOST: simulator.mock.url,
      KIWOOM_TOKEN: token,
      KIWOOM_HOST_MOCK: simulator.mock.url,
      KIWOOM_TOKEN_MOCK: token,
    });

  it('are the same in both languages, but for their words', () => {
    const requests = (file: string): string[] =>
      codeBlocks(file, 'http').map((text) => text.replace(/^#.*$/gm, ''));
    assert.ok(pages.some(([english]) => requests(english).length > 0));
    for (const [english, korean] of pages) assert.deepEqual(requests(korean), requests(english));
  });

  for (const file of pages.flat()) {
    for (const text of codeBlocks(file, 'http')) {
      const title = /^### (.*)$/m.exec(text)?.[1] ?? '';
      describe(`${file}: ${title}`, () => {
        it('is one request, and nothing is to be said against it', () => {
          const { requests } = parseHttpFile(text);
          assert.deepEqual(
            requests.map((block) => block.title),
            [title],
          );
          assert.deepEqual(diagnose(text, contextWith(catalogue)), []);
        });

        if (needsRestClient(text)) return;

        it('is sent by httpyac, with the token, and answered', async () => {
          const output = await send(text.replace(/^# @note .*\n/m, ''));
          const apiId = /^api-id: (\w+)$/m.exec(text)?.[1];
          assert.deepEqual(
            simulator.control
              .calls()
              .map((call) => [call.apiId, call.status, call.code, call.token === token]),
            [[apiId, 200, 0, true]],
            output,
          );
          assert.ok(!output.includes(token));
        });

        if (!asks(text)) return;

        it('is not sent unless somebody says yes', async () => {
          await send(text);
          assert.deepEqual(simulator.control.calls(), []);
        });
      });
    }
  }
});
