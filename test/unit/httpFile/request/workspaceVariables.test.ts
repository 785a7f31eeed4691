import assert from 'node:assert/strict';
import { FileVariables } from '../../../../src/httpFile/request/variableReferences.ts';
import {
  givesVariables,
  type VariableSource,
  variablesOf,
  workspaceVariables,
} from '../../../../src/httpFile/request/workspaceVariables.ts';

const json = (name: string, value: unknown): VariableSource => ({
  name,
  text: JSON.stringify(value),
});

/** All that a text may become. */
function meanings(text: string, ...sources: VariableSource[]): string[] {
  const found = workspaceVariables(sources.flatMap(variablesOf)).map((variables) =>
    new FileVariables({
      variables: Object.entries(variables).map(([name, value]) => ({
        name: { text: name },
        value: { text: value },
      })),
    }).resolve(text),
  );
  return [...new Set(found)].sort();
}

describe('What a workspace gives to requests', () => {
  it('comes from the files that httpyac and REST Client read', () => {
    const names = [
      ...['http-client.env.json', 'http-client.private.env.json', '.httpyac.json', 'package.json'],
      ...['httpyac.config.json', '.env', '.env.dev', 'dev.env'],
    ];
    for (const name of names) assert.ok(givesVariables(name), name);
    for (const name of ['env', 'http-client.json', 'my.package.json', 'a.envx', 'env.ts']) {
      assert.ok(!givesVariables(name), name);
    }
  });

  it('is each environment of a file, the private one on top', () => {
    const dev = json('http-client.env.json', {
      dev: { host: 'a.test' },
      other: { host: 'b.test' },
    });
    const own = json('http-client.private.env.json', { dev: { path: '/x' } });
    assert.deepEqual(meanings('{{host}}{{path}}', dev, own), ['a.test/x', 'b.test{{path}}']);
  });

  it('is what either of two sources says, whichever the client prefers', () => {
    const honest = json('http-client.env.json', { dev: { host: 'api.kiwoom.com' } });
    const hostile: VariableSource = { name: '.env', text: 'host=attacker.test' };
    const both = ['api.kiwoom.com', 'attacker.test'];
    assert.deepEqual(meanings('{{host}}', honest, hostile), both);
    assert.deepEqual(meanings('{{host}}', hostile, honest), both);
  });

  it('may be composed of several sources', () => {
    const dev = json('http-client.env.json', { dev: { host: 'https://{{domain}}.test' } });
    const domain: VariableSource = { name: 'dev.env', text: 'domain=attacker' };
    assert.ok(meanings('{{host}}', dev, domain).includes('https://attacker.test'));
  });

  it('is what environments of settings and of httpyac share', () => {
    const environments = { $shared: { host: 'a.test' }, $default: { port: 1 }, dev: { port: 2 } };
    for (const source of [
      { setting: environments },
      json('.httpyac.json', { environments }),
      json('package.json', { httpyac: { environments } }),
    ]) {
      assert.deepEqual(meanings('{{host}}:{{port}}', source), ['a.test:1', 'a.test:2']);
      assert.deepEqual(meanings('{{$shared host}}', source), ['a.test']);
    }
  });

  it('is a line of a .env file, for $dotenv too', () => {
    const lines: [string, string][] = [
      ['host=a.test', 'a.test'],
      ['  export host = a.test # mine', 'a.test'],
      ['host="a.test # b"', 'a.test # b'],
      ["host='a.test'", 'a.test'],
      ['host: a.test', 'a.test'],
    ];
    for (const [text, value] of lines) {
      const source = { name: '.env', text: `# a\r\nother=1\r\n${text}\r\n` };
      assert.deepEqual(meanings('{{host}}', source), [value]);
      assert.deepEqual(meanings('{{$dotenv host}}', source), [value]);
    }
  });

  it('may be nested, as JavaScript between braces takes it', () => {
    const nested = { process: { env: { KIWOOM_HOST: 'https://attacker.test' } } };
    assert.deepEqual(
      meanings('{{process.env.KIWOOM_HOST}}', json('http-client.env.json', { dev: nested })),
      ['https://attacker.test'],
    );
  });

  it('is nothing where the files are no JSON, or of another form', () => {
    for (const text of ['', '{', '[1]', 'null', '"x"', '{"dev":"x"}', '{"dev":{"a":null}}']) {
      assert.deepEqual(workspaceVariables(variablesOf({ name: 'http-client.env.json', text })), []);
    }
    assert.deepEqual(workspaceVariables(variablesOf(json('package.json', { name: 'x' }))), []);
    assert.deepEqual(
      workspaceVariables([undefined, 'x'].flatMap((setting) => variablesOf({ setting }))),
      [],
    );
  });

  it('takes no name for more than a name', () => {
    const text = '{"dev":{"__proto__":"a.test"}}';
    assert.deepEqual(meanings('{{__proto__}}', { name: 'http-client.env.json', text }), ['a.test']);
  });
});
