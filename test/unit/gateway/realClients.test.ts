import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Profile } from '../../../src/core/model/profile.ts';
import type { Environment } from '../../simulator/controlInterface.ts';
import { sendWithHttpyac } from '../sendWithHttpyac.ts';
import { query } from './faultRow.ts';
import { TestGateway } from './testGateway.ts';

const run = promisify(execFile);

/** A program with nothing but the standard library, written for Kiwoom itself. */
const pythonBot = `
import json, os, urllib.request

host = os.environ["KIWOOM_HOST"]

def post(path, body, **headers):
    headers["Content-Type"] = "application/json;charset=UTF-8"
    data = json.dumps(body).encode()
    request = urllib.request.Request(host + path, data=data, headers=headers, method="POST")
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)

keys = {"appkey": os.environ["KIWOOM_APPKEY"], "secretkey": os.environ["KIWOOM_SECRETKEY"]}
issued = post("/oauth2/token", {"grant_type": "client_credentials", **keys})
bearer = issued["token_type"] + " " + issued["token"]
price = post("/api/dostk/stkinfo", {"stk_cd": "005930"}, **{"api-id": "ka10001", "authorization": bearer})
revoked = post("/oauth2/revoke", {**keys, "token": issued["token"]})
print(issued["return_code"], len(issued["expires_dt"]), price["stk_nm"], revoked["return_code"])
`;

describe('Programs that were written for Kiwoom, through the gateway:', () => {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await TestGateway.start();
  });
  afterEach(() => gateway.close());

  /** What a terminal has with the gateway on. */
  const variables = (profile: Profile): Record<string, string> => ({
    KIWOOM_HOST: gateway.hostOf(profile),
    KIWOOM_TOKEN: gateway.passOf(profile),
    KIWOOM_APPKEY: gateway.passOf(profile),
    KIWOOM_SECRETKEY: gateway.passOf(profile),
  });
  const stockInfo = (): string => `${gateway.hostOf(gateway.real)}/api/dostk/stkinfo`;
  const headers = (): Record<string, string> => ({
    authorization: `Bearer ${gateway.passOf(gateway.real)}`,
    'api-id': 'ka10001',
    'Content-Type': 'application/json;charset=UTF-8',
  });

  /** Each call arrived with the token of its environment, and nothing else went out. */
  const assertArrived = (
    ...expected: readonly [environment: Environment, apiId: string][]
  ): void => {
    const { control } = gateway.simulator;
    const calls = control.calls({ kind: 'tr' });
    const tokens = control.tokens();
    assert.deepEqual(
      calls.map(({ environment, apiId, token, code }) => {
        const ofAccount = tokens.some(
          (each) => each.token === token && each.environment === environment,
        );
        return [environment, apiId, ofAccount, code];
      }),
      expected.map(([environment, apiId]) => [environment, apiId, true, 0]),
    );
    assert.equal(control.counts().revoke, 0);
  };

  /** Skips the test where this machine does not have the program. */
  const has = async (program: string): Promise<boolean> =>
    run(program, ['--version']).then(
      () => true,
      () => false,
    );

  it('fetch', async () => {
    const reply = await fetch(stockInfo(), {
      method: 'POST',
      headers: headers(),
      body: JSON.stringify(query),
    });
    assert.equal(((await reply.json()) as { return_code: number }).return_code, 0);
    assert.equal(reply.headers.get('api-id'), 'ka10001');
    assertArrived(['real', 'ka10001']);
  });

  it('curl', async function () {
    if (!(await has('curl'))) this.skip();
    const given = Object.entries(headers()).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
    const { stdout } = await run('curl', [
      '-sS',
      ...given,
      '-d',
      JSON.stringify(query),
      stockInfo(),
    ]);
    assert.equal((JSON.parse(stdout) as { return_code: number }).return_code, 0);
    assertArrived(['real', 'ka10001']);
  });

  it('Python with its standard library, which issues and revokes by itself', async function () {
    if (!(await has('python3'))) this.skip();
    const env = { ...process.env, ...variables(gateway.real), PYTHONIOENCODING: 'utf8' };
    const { stdout } = await run('python3', ['-c', pythonBot], { env });
    assert.equal(stdout.trim(), '0 14 삼성전자 0');
    assertArrived(['real', 'ka10001']);
    // The revocation ended nothing.
    assert.match((await gateway.call('ka10001', query)).text, /"return_code":0/);
  });

  it('httpyac, past the proxy of VS Code', async () => {
    const proxy = createServer((_request, response) => {
      response.statusCode = 502;
      response.end('{}');
    });
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
    const manifest = JSON.parse(
      readFileSync(path.join(import.meta.dirname, '../../../package.json'), 'utf8'),
    ) as { readonly contributes: { readonly configurationDefaults: Record<string, unknown> } };
    const text = `POST {{$processEnv KIWOOM_HOST}}/api/dostk/stkinfo
Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}
api-id: ka10001

${JSON.stringify(query)}
`;
    const printed = await sendWithHttpyac(text, variables(gateway.mock), {
      proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      proxyExcludeList: manifest.contributes.configurationDefaults['httpyac.proxyExcludeList'],
    });
    proxy.close();
    assert.match(printed, /200/);
    assertArrived(['mock', 'ka10001']);
  });

  it('httpyac, REST and WebSocket in one file', async () => {
    const { mock } = gateway;
    const text = `POST {{$processEnv KIWOOM_HOST}}/api/dostk/stkinfo
Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}
api-id: ka10001

${JSON.stringify(query)}

###
WS ${gateway.hostOf(mock).replace('http', 'ws')}/api/dostk/websocket
Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}
api-id: 0B

{"trnm":"LOGIN","token":"{{$processEnv KIWOOM_TOKEN}}"}
=== wait-for-server
{"trnm":"REG","grp_no":"1","refresh":"1","data":[{"item":["005930"],"type":["0B"]}]}
=== wait-for-server
===
`;
    const printed = await sendWithHttpyac(text, variables(mock));
    const { control } = gateway.simulator;
    const token = gateway.domain.tokens.current(mock)?.value.reveal();
    assert.deepEqual(
      control
        .calls({ kind: 'tr' })
        .map(({ method, body, code, ...call }) => [
          method,
          (JSON.parse(body) as { trnm?: string }).trnm,
          call.token === token,
          code,
        ]),
      [
        ['POST', undefined, true, 0],
        ['WS', 'LOGIN', true, 0],
        ['WS', 'REG', true, 0],
      ],
      printed,
    );
  });

  it('a bot that goes on through renewal, a token that dies, and maintenance', async () => {
    const { simulator, domain, real } = gateway;
    const { control } = simulator;
    const seen: string[] = [];
    let stopped = false;
    /** Asks again and again, and waits out what says that it will pass. */
    const bot = async (): Promise<void> => {
      while (!stopped) {
        const answer = await fetch(stockInfo(), {
          method: 'POST',
          headers: headers(),
          body: JSON.stringify(query),
        });
        const { return_code: code } = (await answer.json()) as { return_code: number };
        const word = `${answer.status} ${code}`;
        if (seen.at(-1) !== word) seen.push(word);
      }
    };
    const running = bot();
    const more = async (calls: number): Promise<void> => {
      await control.waitForCalls({ kind: 'tr' }, control.counts().tr + calls);
    };
    await more(2);
    await domain.tokens.replace(real, await domain.tokens.ensure(real));
    await more(2);
    control.killTokens();
    await more(2);
    control.switch({ maintenance: true });
    await more(2);
    control.switch({ maintenance: false });
    await more(2);
    stopped = true;
    await running;
    assert.deepEqual(seen, ['200 0', '503 9', '200 0']);
  });
});
