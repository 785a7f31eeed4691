import { fork } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { bundled } from './bundle.ts';
import type { FirstUse } from './catalogueProcess.ts';
import { type Measured, median, repeat } from './measured.ts';

/** What the TR catalogue adds to the package, and what its first use costs, from a bundle as users get it. */
export async function trCatalogue(): Promise<Measured[]> {
  const runs = 20;
  const program = await bundled('catalogueProcess.ts');
  const [part, ...others] = globSync('parts/trCatalogue-*.cjs', { cwd: path.dirname(program) });
  if (part === undefined || others.length > 0) throw new Error('The catalogue is no part alone.');
  const content = readFileSync(path.join(path.dirname(program), part));
  const json = JSON.stringify(content.toString('utf8').match(/[^]{1,40}/g));
  await firstUse(program, json);
  const seen = await repeat(runs, () => firstUse(program, json));
  return [
    {
      what: 'TR catalogue, compressed',
      // As in a package, which is a ZIP file.
      value: deflateRawSync(content).length / 1024,
      unit: 'KB',
      target: { atMost: 80 },
      runs: 1,
    },
    {
      what: 'TR catalogue, first use',
      value: median(seen.map(({ catalogueMs }) => catalogueMs)),
      unit: 'ms',
      ratios: [
        {
          atMost: 45,
          to: 'JSON.parse of as much',
          reference: median(seen.map(({ parsingMs }) => parsingMs)),
        },
      ],
      runs,
    },
  ];
}

/** In a fresh process. */
async function firstUse(program: string, json: string): Promise<FirstUse> {
  const child = fork(program);
  const exited = once(child, 'exit');
  child.send(json);
  const [seen] = (await Promise.race([
    once(child, 'message'),
    exited.then(() => {
      throw new Error('The process that loads the catalogue ended without an answer.');
    }),
  ])) as [FirstUse];
  await exited;
  return seen;
}
