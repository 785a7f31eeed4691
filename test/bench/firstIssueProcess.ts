import http from 'node:http';
// VS Code's extension host has it before any extension: its proxy support is made of it.
import 'node:https';
import { ServerClock } from '../../src/core/time/serverClock.ts';
import { systemClock, SystemScheduler } from '../../src/node/systemClock.ts';
import { unexpected } from '../unit/fakes/unexpected.ts';
import { bareIssue } from './bareRequest.ts';
import { timed } from './measured.ts';
import { type Access, realDomain } from './tokenParts.ts';

/** What the process is asked for: its very first request, in one of two ways. */
export interface FirstRequest {
  readonly access: Access;
  readonly how: 'bare' | 'issue';
}

process.once('message', ({ access, how }: FirstRequest) => {
  void first(access, how).then((ms) => {
    process.send?.(ms);
    process.disconnect();
  });
});

function first(access: Access, how: FirstRequest['how']): Promise<number> {
  const scheduler = new SystemScheduler(new ServerClock(systemClock, unexpected));
  const { tokens, profile } = realDomain(access, scheduler);
  return how === 'bare'
    ? timed(() => bareIssue(access, new http.Agent()))
    : timed(() => tokens.issue(profile));
}
