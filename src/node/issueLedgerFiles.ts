import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { errorCodes } from '../core/base/errors.ts';
import type { IssueHistory } from '../core/model/issueHistory.ts';
import type { IssueLedger } from '../core/model/ports.ts';
import { type TimeLimit, unlimited } from '../core/time/timeLimit.ts';
import { readRegularFile } from './readRegularFile.ts';
import { removeLeftovers, replaceFile } from './replaceFile.ts';

/** Limit of a history file, which has a few hundred bytes. */
const sizeLimitBytes = 16 * 1024;

/**
 * One file per profile in the token folder, even if tokens are kept in memory only: it contains times
 * and an error code, nothing secret. It is written only after a refusal.
 */
export class IssueLedgerFiles implements IssueLedger {
  readonly #folder: string;
  readonly #limit: TimeLimit;

  /** @param limit time limit for file operations, as the disk may be an unreachable network drive */
  constructor(folder: string, limit: TimeLimit = unlimited) {
    this.#folder = folder;
    this.#limit = limit;
  }

  async read(profileId: string): Promise<IssueHistory | undefined> {
    try {
      const text = await this.#limit(() => readRegularFile(this.#file(profileId), sizeLimitBytes));
      return historyOf(JSON.parse(text));
    } catch {
      return undefined;
    }
  }

  async write(profileId: string, history: IssueHistory): Promise<void> {
    const file = this.#file(profileId);
    await this.#limit(async () => {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await removeLeftovers(file);
      await replaceFile(file, JSON.stringify(history), 0o600);
    });
  }

  async remove(profileId: string): Promise<void> {
    await this.#limit(() => rm(this.#file(profileId), { force: true }));
  }

  #file(profileId: string): string {
    return path.join(this.#folder, `${profileId}.json`);
  }
}

function historyOf(json: unknown): IssueHistory | undefined {
  if (!isObject(json)) return undefined;
  const { spent, deaths, fault } = json;
  if (!areTimes(spent) || !areTimes(deaths)) return undefined;
  const history = { spent, deaths };
  if (!isObject(fault)) return history;
  if (fault['kind'] === 'death') return { ...history, fault: { kind: 'death' } };
  const { at, refusals } = fault;
  const code = errorCodes.find((known) => known === fault['code']);
  if (code === undefined || !Number.isFinite(at) || !Number.isFinite(refusals)) return history;
  return {
    ...history,
    fault: { kind: 'refusal', at: Number(at), code, refusals: Number(refusals) },
  };
}

function areTimes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((time) => Number.isFinite(time));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
