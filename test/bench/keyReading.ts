import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { parseEnv } from 'node:util';
import { readKeyText } from '../../src/node/keyFormats/readKeyText.ts';
import { bareIssue } from './bareRequest.ts';
import { type Measured, median, repeat, timed } from './measured.ts';
import type { Access } from './tokenParts.ts';

const runs = 300;
const size = 64 * 1024;

const key = (): string => randomBytes(32).toString('base64url');

function envFile(pair: string): string {
  let text = '';
  for (let index = 0; text.length < size - 200; index += 1) {
    text += `SOME_NAME_${index}=value of ${index} and more words here # comment\n`;
  }
  return text + pair;
}

/**
 * What every saved file costs that holds no keys; and one that does, which is read once, when it is imported: no
 * more than parsing the same values as JSON.
 */
export async function keyReading(access: Access): Promise<Measured[]> {
  const agent = new http.Agent({ keepAlive: true });
  const plain = envFile('');
  const kept = envFile(`KIWOOM_APPKEY=${key()}\nKIWOOM_SECRETKEY=${key()}\n`);
  const json = JSON.stringify(parseEnv(kept), null, 2);
  const read = (text: string, pairs: number): Promise<number> =>
    timed(async () => {
      const found = await readKeyText(text, '.env');
      if (found.pairs.length !== pairs) throw new Error('The text was not read.');
    });
  const run = async () => ({
    plain: await read(plain, 0),
    kept: await read(kept, 1),
    json: await timed(() => Promise.resolve(JSON.parse(json))),
    bare: await timed(() => bareIssue(access, agent)),
  });
  await repeat(100, run);
  const measured = await repeat(runs, run);
  agent.destroy();
  const bare = median(measured.map((each) => each.bare));
  const keptMs = median(measured.map((each) => each.kept));
  const jsonMs = median(measured.map((each) => each.json));
  return [
    {
      what: 'looking for app keys, 64 KB without',
      value: median(measured.map((each) => each.plain)),
      unit: 'ms',
      ratios: [{ atMost: 0.25, to: 'bare request', reference: bare }],
      runs,
    },
    {
      what: 'reading app keys, .env of 64 KB',
      value: keptMs,
      unit: 'ms',
      ratios: [{ atMost: 1.5, to: 'JSON.parse of the same values', reference: jsonMs }],
      runs,
      note: `${(keptMs / bare).toFixed(2)} × bare request; JSON.parse ${(jsonMs / bare).toFixed(2)} ×`,
    },
  ];
}
