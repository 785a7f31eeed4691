import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { type HttpFile, io, send, store, utils } from 'httpyac';
import type { TokenSource } from '../../../../src/core/handover/injectedVariables.ts';
import type { Profile } from '../../../../src/core/model/profile.ts';
import { createDomain } from '../../../../src/core/domain.ts';
import { ServerClock } from '../../../../src/core/time/serverClock.ts';
import type { TokenManager } from '../../../../src/core/tokens/tokenManager.ts';
import { createAxiosTransport } from '../../../../src/kiwoom/axiosTransport.ts';
import { OAuthClient } from '../../../../src/kiwoom/oauthClient.ts';
import { tokenRefusalIn } from '../../../../src/kiwoom/tokenRefusalIn.ts';
import { tokenPlugin } from '../../../../src/vscode/httpyac/tokenPlugin.ts';
import { describeDeath, describeError } from '../../../../src/vscode/shell/messages.ts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { spellings } from '../../../simulator/errorCodes.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';
import { MemoryKeyStore, RecordingLog } from '../../fakes/memoryStores.ts';
import { testPorts } from '../../fakes/testPorts.ts';
import { testKeys, testProfile } from '../../fakes/testProfile.ts';
import { unexpected } from '../../fakes/unexpected.ts';
import { english } from '../../life/english.ts';

const body = 'Content-Type: application/json;charset=UTF-8\napi-id: ka00001\n\n{}\n';

/** httpyac's `trace`. */
const everyLevel = 1;

/** What httpyac did with a file. */
interface Outcome {
  /** Everything that httpyac logged, by its request log and by its own. */
  readonly log: string;
  readonly errors: readonly string[];
  readonly file: HttpFile;
}

describe('httpyac with the token plugin', () => {
  let simulator: Simulator;
  let stranger: Server;
  let strangersUrl: string;
  let received: string[];
  let tokens: TokenManager;
  let profiles: Record<'real' | 'mock', Profile>;
  let active: Profile | undefined;
  let enabled: boolean;
  let log: RecordingLog;

  before(async () => {
    // Here no file exists, so httpyac finds no configuration.
    Object.assign(io.fileProvider, {
      isAbsolute: () => Promise.resolve(true),
      exists: () => Promise.resolve(false),
      dirname: () => undefined,
      fsPath: () => undefined,
      hasExtension: () => false,
    });
    stranger = createServer((request, response) => {
      received.push(inspect(request.headers));
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    strangersUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  });
  after(() => stranger.close());

  beforeEach(async () => {
    const machine = new FakeClock();
    simulator = await startSimulator({ now: () => machine.now(), limits: 'off' });
    const keyStore = new MemoryKeyStore();
    const profileOf = (environment: 'real' | 'mock'): Profile => {
      const { account, appkey, secretkey } = simulator.accounts[environment][0];
      const profile = testProfile(environment, { label: account });
      keyStore.put(profile, testKeys(appkey, secretkey));
      return profile;
    };
    profiles = { real: profileOf('real'), mock: profileOf('mock') };
    active = profiles.mock;
    enabled = true;
    received = [];
    log = new RecordingLog();
    const tokenApi = new OAuthClient(
      createAxiosTransport(machine),
      (environment) => simulator[environment].url,
      'test',
    );
    ({ tokens } = createDomain(
      testPorts({ clock: new ServerClock(machine, unexpected), tokenApi, keyStore, log }),
    ));
  });
  afterEach(() => simulator.close());

  /** @param sent what httpyac is given beside the file */
  async function run(text: string, sent: object = {}, server?: string): Promise<Outcome> {
    const plugin = tokenPlugin({
      enabled: () => enabled,
      ready: () => Promise.resolve(),
      profile: (source: TokenSource) => (source === 'active' ? active : active && profiles[source]),
      host: (profile) => server ?? tokens.host(profile),
      ensure: async (profile, signal) => {
        const token = await tokens.ensure(profile, signal);
        return { ...token, host: server ?? token.host };
      },
      refusal: tokenRefusalIn,
      reject: (profile, token, reason) =>
        tokens.reject(profile, { ...token, host: tokens.host(profile) ?? '' }, reason),
      describe: (error) => describeError(error, english).message,
      describeDeath: (error) => describeDeath(error, english),
      log,
    });
    const fileStore = new store.HttpFileStore({ kiwoom: plugin });
    const file = await fileStore.parse('/requests.http', text, { config: {} });
    const lines: string[] = [];
    const { logMethod, level } = io.log.options;
    Object.assign(io.log.options, {
      level: everyLevel,
      logMethod: (_level: number, ...params: unknown[]) => {
        lines.push(inspect(params, { depth: 9 }));
      },
    });
    try {
      await send({
        httpFile: file,
        logResponse: utils.requestLoggerFactory((line) => lines.push(line), {
          requestOutput: true,
          requestHeaders: true,
          requestBodyLength: 0,
          responseHeaders: true,
          responseBodyLength: 0,
        }),
        ...sent,
      });
    } finally {
      Object.assign(io.log.options, { logMethod, level });
    }
    const errors = file.httpRegions.flatMap(({ testResults = [] }) =>
      testResults.map(({ message }) => message),
    );
    return { log: lines.join('\n'), errors, file };
  }

  const secrets = (): string[] => simulator.control.tokens().map(({ token }) => token);
  const trCalls = () => simulator.control.calls({ kind: 'tr' });

  /** The token was nowhere but in the request that went out. */
  function assertUnseen({ log: logged, file }: Outcome): void {
    const seen = logged + inspect(file, { depth: 12 }) + inspect(log.lines);
    for (const token of secrets()) assert.ok(!seen.includes(token), 'httpyac shows a token');
  }

  const bearers: Readonly<Record<string, string>> = {
    'as usual':
      'POST {{$processEnv KIWOOM_HOST}}/api/dostk/acnt\nAuthorization: Bearer {{$processEnv KIWOOM_TOKEN}}\n',
    'with variables of an environment':
      'POST {{$processEnv KIWOOM_HOST_MOCK}}/api/dostk/acnt\nauthorization: Bearer {{ $processEnv  KIWOOM_TOKEN_MOCK }}\n',
    'through variables of the file':
      '@host = {{$processEnv KIWOOM_HOST}}\n@token = {{$processEnv KIWOOM_TOKEN}}\n\n###\nPOST {{host}}/api/dostk/acnt\nAuthorization: Bearer {{token}}\n',
    'through an expression':
      '@token = {{$processEnv KIWOOM_TOKEN}}\n\n###\nPOST {{$processEnv KIWOOM_HOST}}/api/dostk/acnt\nAuthorization: {{"Bearer " + token}}\n',
  };
  for (const [how, head] of Object.entries(bearers)) {
    it(`issues a token and sends it, the reference written ${how}`, async () => {
      const outcome = await run(head + body);
      assert.deepEqual(outcome.errors, []);
      const [call] = trCalls();
      assert.equal(call?.code, 0);
      assert.equal(call.token, secrets()[0]);
      assert.match(outcome.log, /Bearer \[KIWOOM_TOKEN(_MOCK)?\]/);
      assertUnseen(outcome);
    });
  }

  const request = (host: string, variable = 'KIWOOM_TOKEN'): string =>
    `POST ${host}/api/dostk/acnt\nAuthorization: Bearer {{$processEnv ${variable}}}\n${body}`;

  it('uses the token that is held, and a new one after it was revoked', async () => {
    await run(request(simulator.mock.url));
    await run(request(simulator.mock.url));
    assert.equal(simulator.control.counts().issue, 1);
    await tokens.revoke(profiles.mock);
    await run(request(simulator.mock.url));
    assert.equal(simulator.control.counts().issue, 2);
    assert.deepEqual(
      trCalls().map(({ code }) => code),
      [0, 0, 0],
    );
  });

  for (const spelling of spellings) {
    it(`takes a new token after a reply refused the last one, written as “${spelling}”`, async () => {
      await run(request(simulator.mock.url));
      simulator.control.killTokens();
      simulator.control.switch({ spelling });
      const outcome = await run(request(simulator.mock.url));
      assert.match(outcome.log, /kiwoom: Kiwoom no longer takes this token \(8005\)\. Send again/);
      assertUnseen(outcome);
      assert.equal(tokens.state(profiles.mock.id).kind, 'rejected');
      await run(request(simulator.mock.url));
      assert.deepEqual(
        trCalls().map(({ code }) => code),
        [0, 8005, 0],
      );
    });
  }

  it('takes a new token after a bare 401', async () => {
    simulator.control.fault('tr', { kind: 'reply', status: 401, body: '' }, { times: 1 });
    const outcome = await run(request(simulator.mock.url));
    assert.match(outcome.log, /no longer takes this token \(401\)/);
    assert.equal(tokens.state(profiles.mock.id).kind, 'rejected');
  });

  it('takes a new token after a refusal behind a byte order mark', async () => {
    const body = '\uFEFF{"return_code":3,"return_msg":"[8005:Token이 유효하지 않습니다]"}';
    simulator.control.fault('tr', { kind: 'reply', status: 200, body }, { times: 1 });
    const outcome = await run(request(simulator.mock.url));
    assert.match(outcome.log, /no longer takes this token \(8005\)/);
    assert.equal(tokens.state(profiles.mock.id).kind, 'rejected');
  });

  it('keeps the token after any other refusal, and after data that only look like one', async () => {
    for (const body of [
      '{"return_code":7,"return_msg":"[1903:x]"}',
      '{"return_code":0,"x":8005}',
    ]) {
      simulator.control.fault('tr', { kind: 'reply', status: 200, body }, { times: 1 });
      const outcome = await run(request(simulator.mock.url));
      assert.doesNotMatch(outcome.log, /no longer takes/);
      assert.equal(tokens.state(profiles.mock.id).kind, 'valid');
    }
  });

  it('sends nothing to a host that is not Kiwoom’s, and issues nothing for it', async () => {
    const outcome = await run(request(strangersUrl));
    assert.deepEqual(received, []);
    assert.equal(simulator.control.counts().issue, 0);
    assert.match(
      outcome.errors.join(),
      /the token is for another server\. The request goes to “127\.0\.0\.1:\d+”/,
    );
  });

  it('sends nothing to the server of the other environment', async () => {
    const outcome = await run(request(simulator.real.url));
    assert.deepEqual(trCalls(), []);
    assert.match(outcome.errors.join(), /the token is for another server/);
    await run(request(simulator.real.url, 'KIWOOM_TOKEN_REAL'));
    assert.equal(trCalls()[0]?.code, 0);
  });

  it('sends nothing where a script changes the address at the last moment', async () => {
    const script = `{{@request\n  request.url = '${strangersUrl}/';\n}}\n`;
    const outcome = await run(script + request(simulator.mock.url));
    assert.deepEqual(received, []);
    assert.match(outcome.errors.join(), /the token is for another server/);
    assertUnseen(outcome);
  });

  it('does not follow a redirect', async () => {
    const location = `${strangersUrl}/start.html`;
    simulator.control.fault('tr', { kind: 'reply', status: 302, headers: { location }, body: '' });
    const outcome = await run(request(simulator.mock.url));
    assert.deepEqual(received, []);
    assertUnseen(outcome);
  });

  it('logs no token when the connection fails', async () => {
    simulator.control.fault('tr', { kind: 'reset' });
    const outcome = await run(request(simulator.mock.url));
    assert.equal(trCalls().length, 1);
    assert.match(outcome.log, /Bearer \[KIWOOM_TOKEN\]/);
    assertUnseen(outcome);
  });

  it('puts a token into a body that asks for it, and hides it again', async () => {
    const outcome = await run(
      `POST ${simulator.mock.url}/api/dostk/acnt\nContent-Type: application/json\n\n{ "token": "{{$processEnv KIWOOM_TOKEN}}" }\n`,
    );
    assert.match(trCalls()[0]?.body ?? '', new RegExp(`"token": "${secrets()[0] ?? ''}"`));
    assert.match(outcome.log, /"token": "\[KIWOOM_TOKEN\]"/);
    assertUnseen(outcome);
  });

  const withTokenInBody = (): string =>
    `POST ${simulator.mock.url}/api/dostk/acnt\nContent-Type: application/json\n\n{ "token": "{{$processEnv KIWOOM_TOKEN}}" }\n`;

  it('sends no body with a token where a script changes the address at the last moment', async () => {
    const script = `{{@request\n  request.url = '${strangersUrl}/';\n}}\n`;
    const outcome = await run(script + withTokenInBody());
    assert.deepEqual(received, []);
    assert.match(outcome.errors.join(), /the token is for another server/);
  });

  it('does not follow a redirect with a token in the body', async () => {
    const headers = { location: `${strangersUrl}/` };
    simulator.control.fault('tr', { kind: 'reply', status: 307, headers, body: '' });
    const outcome = await run(withTokenInBody());
    assert.equal(trCalls().length, 1);
    assert.deepEqual(received, []);
    assertUnseen(outcome);
  });

  const webSocket = (address: string): string =>
    `WS ${address.replace('http', 'ws')}/api/dostk/websocket\nAuthorization: Bearer {{$processEnv KIWOOM_TOKEN}}\n\n` +
    '{ "trnm": "LOGIN", "token": "{{$processEnv KIWOOM_TOKEN}}" }\n=== wait-for-server\n' +
    '{ "trnm": "CNSRLST" }\n=== wait-for-server\n===\n';

  it('logs in to the WebSocket of its own server, and to no other', async () => {
    const outcome = await run(webSocket(simulator.mock.url));
    assert.deepEqual(outcome.errors, []);
    assert.deepEqual(
      trCalls().map(({ code, token }) => [code, token]),
      [
        [0, secrets()[0]],
        [0, secrets()[0]],
      ],
    );
    assertUnseen(outcome);
    const refused = await run(webSocket(simulator.real.url));
    assert.match(refused.errors.join(), /the token is for another server/);
    assert.equal(trCalls().length, 2);
  });

  it('finds that WebSocket by its variable, without a token in the address', async () => {
    const text = webSocket('{{$processEnv KIWOOM_WS_HOST_MOCK}}');
    const outcome = await run(text.replaceAll('KIWOOM_TOKEN', 'KIWOOM_TOKEN_MOCK'));
    assert.deepEqual(outcome.errors, []);
    assert.deepEqual(
      trCalls().map(({ environment, code }) => [environment, code]),
      [
        ['mock', 0],
        ['mock', 0],
      ],
    );
    assertUnseen(outcome);
  });

  for (const spelling of spellings) {
    it(`takes a new token after a LOGIN was refused, written as “${spelling}”`, async () => {
      await tokens.ensure(profiles.mock);
      simulator.control.killTokens();
      simulator.control.switch({ spelling });
      const outcome = await run(webSocket(simulator.mock.url));
      assert.match(outcome.log, /no longer takes this token \(8005\)/);
      assertUnseen(outcome);
      assert.equal(tokens.state(profiles.mock.id).kind, 'rejected');
    });
  }

  const changes: Readonly<Record<string, (change: string) => string>> = {
    'at the last moment': (change) => change,
    'while the token is issued': (change) => `setImmediate(() => {\n  ${change}\n  });`,
  };
  for (const [moment, changing] of Object.entries(changes)) {
    it(`opens no WebSocket with a token where a script changes the address ${moment}`, async () => {
      stranger.once('upgrade', (upgrade, socket) => {
        received.push(inspect(upgrade.headers));
        socket.destroy();
      });
      const change = changing(`request.url = '${strangersUrl.replace('http', 'ws')}/';`);
      const outcome = await run(
        `{{@request\n  ${change}\n}}\nWS ${simulator.mock.url.replace('http', 'ws')}/api/dostk/websocket\n` +
          'Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}\n',
      );
      stranger.removeAllListeners('upgrade');
      assert.deepEqual(received, []);
      assert.match(outcome.errors.join(), /the token is for another server/);
      assertUnseen(outcome);
    });
  }

  it('logs in to no other WebSocket where a script changes the address at the last moment', async () => {
    const script = `{{@request\n  request.url = '${strangersUrl.replace('http', 'ws')}/';\n}}\n`;
    const outcome = await run(script + webSocket(simulator.mock.url));
    assert.match(outcome.errors.join(), /the token is for another server/);
    assertUnseen(outcome);
  });

  it('follows no redirect to another WebSocket, whatever is set in httpyac', async () => {
    const { url } = simulator.mock;
    stranger.once('upgrade', (_upgrade, socket) => {
      socket.end(`HTTP/1.1 302 Found\r\nLocation: ${url}/api/dostk/websocket\r\n\r\n`);
    });
    const config = { request: { followRedirects: true } };
    const outcome = await run(webSocket(strangersUrl), { config }, strangersUrl);
    assert.deepEqual(trCalls(), []);
    assertUnseen(outcome);
  });

  it('logs in with the new token when the same request is sent again', async () => {
    const { file } = await run(webSocket(simulator.mock.url));
    await tokens.revoke(profiles.mock);
    await send({ httpFile: file });
    assert.equal(simulator.control.counts().issue, 2);
    assert.deepEqual(
      trCalls().map(({ code, token }) => [code, token]),
      [0, 0, 1, 1].map((index) => [0, secrets()[index]]),
    );
  });

  it('puts no token into an address', async () => {
    const outcome = await run(`GET ${strangersUrl}/?t={{$processEnv KIWOOM_TOKEN}}\n`);
    assert.equal(received.length, 1);
    assert.equal(simulator.control.counts().issue, 0);
    assertUnseen(outcome);
  });

  it('explains in words why a token could not be issued, and sends nothing', async () => {
    simulator.control.changeAccount(simulator.accounts.mock[0].appkey, { ended: true });
    const outcome = await run(request(simulator.mock.url));
    assert.deepEqual(trCalls(), []);
    assert.match(outcome.errors.join(), /does not accept this app key/);
    assert.doesNotMatch(outcome.errors.join(), / at .*\.ts/);
  });

  it('stops the issue when the request is cancelled, without an error', async () => {
    simulator.control.fault('issue', { kind: 'hold' });
    const listeners: (() => void)[] = [];
    const progress = {
      isCanceled: () => false,
      register: (onCancel: () => void) => {
        listeners.push(onCancel);
        return () => undefined;
      },
    };
    const running = run(request(simulator.mock.url), { progress });
    await simulator.control.waitForCalls({ kind: 'issue' }, 1);
    for (const listener of listeners) listener();
    const outcome = await running;
    assert.deepEqual(outcome.errors, []);
    assert.deepEqual(trCalls(), []);
  });

  it('leaves the variables to httpyac while it is switched off', async () => {
    enabled = false;
    process.env['KIWOOM_TOKEN'] = 'of-the-process';
    try {
      await run(request(simulator.mock.url));
    } finally {
      delete process.env['KIWOOM_TOKEN'];
    }
    assert.equal(trCalls()[0]?.token, 'of-the-process');
    assert.equal(simulator.control.counts().issue, 0);
  });

  it('leaves them to httpyac where there is no account of ours', async () => {
    active = undefined;
    process.env['KIWOOM_TOKEN'] = 'of-the-process';
    try {
      await run(request(strangersUrl));
    } finally {
      delete process.env['KIWOOM_TOKEN'];
    }
    assert.match(received.join(), /of-the-process/);
  });

  it('leaves requests without our variables as they are', async () => {
    const outcome = await run(`GET ${strangersUrl}/\nAuthorization: Bearer own\nX: {{$guid}}\n`);
    assert.match(received.join(), /Bearer own/);
    assert.deepEqual(outcome.errors, []);
    assert.equal(simulator.control.counts().issue, 0);
  });

  it('says in the log when httpyac’s hooks are of another kind, and leaves httpyac alone', () => {
    const plugin = tokenPlugin({
      enabled: () => true,
      ready: () => Promise.resolve(),
      profile: () => active,
      host: () => undefined,
      ensure: () => Promise.reject(new Error('never')),
      refusal: () => undefined,
      reject: () => Promise.resolve(),
      describeDeath: () => '',
      describe: ({ code }) => code,
      log,
    });
    for (const api of [undefined, {}, { hooks: {} }, { hooks: { replaceVariable: {} } }])
      plugin(api);
    assert.deepEqual(
      log.lines.map(({ event }) => event),
      Array(4).fill('httpyac-hooks-unknown'),
    );
  });
});
