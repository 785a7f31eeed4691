import { fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { systemClock, SystemScheduler } from '../../src/node/systemClock.ts';
import { bareIssue } from './bareRequest.ts';
import { bundled } from './bundle.ts';
import type { FirstRequest } from './firstIssueProcess.ts';
import { type Measured, median, repeat, timed } from './measured.ts';
import { type Access, realTokens } from './tokenParts.ts';

/** What an issue costs beside its round trip: axios, checks, lock, sealing, a write that is synced. */
export async function warmIssue(access: Access): Promise<Measured> {
  const runs = 50;
  const { tokens, profile } = realTokens(access, new SystemScheduler(systemClock));
  const agent = new http.Agent({ keepAlive: true });
  const run = async (): Promise<number> => {
    const bare = await timed(() => bareIssue(access, agent));
    return (await timed(() => tokens.issue(profile))) - bare;
  };
  await repeat(10, run);
  const value = median(await repeat(runs, run));
  agent.destroy();
  return { what: 'issue, own cost, warm', value, unit: 'ms', target: { atMost: 10 }, runs };
}

/** The same for the first issue of a process, which loads the HTTP client. */
export async function firstIssue(access: Access): Promise<Measured> {
  const runs = 20;
  const program = await bundled('firstIssueProcess.ts');
  const pairs = await repeat(runs, async () => ({
    bare: await firstRequest(program, { access, how: 'bare' }),
    issue: await firstRequest(program, { access, how: 'issue' }),
  }));
  const value = median(pairs.map(({ issue }) => issue)) - median(pairs.map(({ bare }) => bare));
  return {
    what: 'issue, own cost, first',
    value,
    unit: 'ms',
    target: { atMost: 80 },
    runs,
  };
}

/** Milliseconds of the first request of a fresh process. */
async function firstRequest(program: string, request: FirstRequest): Promise<number> {
  const child = fork(program);
  child.send(request);
  const [ms] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error('The process of a first request ended without an answer.');
    }),
  ])) as [number];
  if (child.exitCode === null) await once(child, 'exit');
  return ms;
}
