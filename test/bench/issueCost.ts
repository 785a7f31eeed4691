import { fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { systemClock, SystemScheduler } from '../../src/node/systemClock.ts';
import { bareIssue } from './bareRequest.ts';
import { bundled } from './bundle.ts';
import type { FirstRequest } from './firstIssueProcess.ts';
import { type Measured, median, repeat, timed } from './measured.ts';
import { type Access, realDomain } from './tokenParts.ts';

/** What an issue costs beside its round trip: axios, checks, lock, sealing, a write that is synced. */
export async function warmIssue(access: Access): Promise<Measured> {
  const runs = 50;
  const { tokens, profile } = realDomain(access, new SystemScheduler(systemClock));
  const agent = new http.Agent({ keepAlive: true });
  const run = async () => {
    const bare = await timed(() => bareIssue(access, agent));
    return { bare, own: (await timed(() => tokens.issue(profile))) - bare };
  };
  await repeat(10, run);
  const pairs = await repeat(runs, run);
  agent.destroy();
  const bare = median(pairs.map((pair) => pair.bare));
  return {
    what: 'issue, own cost, warm',
    value: median(pairs.map(({ own }) => own)),
    unit: 'ms',
    ratios: [{ atMost: 15, to: 'bare request', reference: bare }],
    runs,
  };
}

/** The same for the first issue of a process, which loads the HTTP client. */
export async function firstIssue(access: Access): Promise<Measured> {
  const runs = 20;
  const program = await bundled('firstIssueProcess.ts');
  const pairs = await repeat(runs, async () => ({
    bare: await firstRequest(program, { access, how: 'bare' }),
    issue: await firstRequest(program, { access, how: 'issue' }),
  }));
  const bare = median(pairs.map((pair) => pair.bare));
  const value = median(pairs.map(({ issue }) => issue)) - bare;
  return {
    what: 'issue, own cost, first',
    value,
    unit: 'ms',
    ratios: [{ atMost: 8, to: 'bare first request', reference: bare }],
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
