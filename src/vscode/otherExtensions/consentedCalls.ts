import * as vscode from 'vscode';
import type { KiwoomCallOptions, KiwoomReply } from '../../api/kiwoom-rest-auth.d.ts';
import type { ApiCaller } from '../../core/calls/apiCaller.ts';
import {
  CancelledError,
  KiwoomError,
  throwIfCancelled,
  toKiwoomError,
} from '../../core/base/errors.ts';
import { OperationQueue } from '../../core/base/operationQueue.ts';
import type { Log } from '../../core/model/ports.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { Tr, TrCatalogue } from '../../core/model/tr.ts';
import { t } from '../shell/localize.ts';
import { confirmOrder } from '../shell/orderQuestion.ts';
import type { AccountSessions } from './accountSessions.ts';
import { publicError } from './publicError.ts';
import { abortSignalOf, type FollowingSignal } from '../shell/cancellation.ts';

export interface ConsentedCallsParts {
  readonly sessions: AccountSessions;
  readonly caller: ApiCaller;
  readonly catalogue: () => Promise<TrCatalogue>;
  readonly trusted: () => boolean;
  readonly log: Log;
}

/**
 * Runs TR calls for other extensions. VS Code does not tell which extension calls an exported function, and a
 * name passed by the caller could be forged. So the proof of the user's consent is the session that VS Code
 * hands out after asking: a caller with a session has the token and could call Kiwoom without us.
 */
export class ConsentedCalls {
  readonly #parts: ConsentedCallsParts;
  readonly #questions = new OperationQueue();
  /** Real accounts for which the user has allowed all orders until the window closes. */
  readonly #ordersAllowed = new Set<string>();

  constructor(parts: ConsentedCallsParts) {
    this.#parts = parts;
  }

  /** @throws KiwoomApiError of src/api; CancellationError */
  async call(
    apiId: string,
    body: Readonly<Record<string, unknown>>,
    options: KiwoomCallOptions,
  ): Promise<KiwoomReply> {
    let following: FollowingSignal | undefined;
    try {
      if (!this.#parts.trusted()) throw new KiwoomError('untrusted-workspace');
      const given = checked(apiId, body, options);
      following = abortSignal(options);
      return await this.#call(given, following.signal);
    } catch (thrown) {
      if (thrown instanceof CancelledError) throw new vscode.CancellationError();
      throw publicError(toKiwoomError(thrown));
    } finally {
      following?.dispose();
    }
  }

  async #call(
    { apiId, body, session, nextKey }: ReturnType<typeof checked>,
    signal: AbortSignal,
  ): Promise<KiwoomReply> {
    const { caller, catalogue, log } = this.#parts;
    const tr = (await catalogue()).find(apiId);
    const stillWanted = (): Profile => {
      throwIfCancelled(signal);
      return this.#consenting(session);
    };
    const asked = stillWanted();
    if (tr?.order === true && asked.environment === 'real') {
      await this.#askForOrder(asked, tr, body, stillWanted);
    }
    // Checked again: the token may have been revoked while the confirmation was open.
    const profile = stillWanted();
    log.info('call-for-extension', { api: apiId, profile: profile.id });
    const page = nextKey === undefined ? {} : { nextKey };
    const reply = await caller.call(profile, apiId, body, { ...page, signal });
    return {
      body: reply.body,
      ...(reply.nextKey === undefined ? {} : { nextKey: reply.nextKey }),
    };
  }

  /** Returns the session's profile. @throws KiwoomError `no-consent` */
  #consenting(session: ReturnType<typeof checked>['session']): Profile {
    const profile = this.#parts.sessions.profileOf(session);
    if (profile === undefined) throw new KiwoomError('no-consent');
    return profile;
  }

  /** Shows one confirmation at a time, so that "allow all" also answers the waiting ones. */
  #askForOrder(
    profile: Profile,
    tr: Tr,
    body: Readonly<Record<string, unknown>>,
    stillWanted: () => Profile,
  ): Promise<void> {
    return this.#questions.run(profile.id, async () => {
      if (this.#ordersAllowed.has(profile.id)) return;
      stillWanted();
      const allowsMore = await confirmOrder({
        profile,
        tr,
        body,
        // Names no extension: an unverified name would create false trust.
        sender: t(
          'An extension that you allowed to use this account wants to send {0} ({1}). This moves real money.',
          tr.nameKo,
          tr.id,
        ),
        always: t('Allow Orders Until the Window Closes'),
      });
      if (allowsMore) this.#ordersAllowed.add(profile.id);
    });
  }
}

/**
 * Validates and copies the arguments: another extension may pass other types than declared, and may modify the
 * objects during a confirmation or a retry.
 */
function checked(apiId: unknown, given: unknown, options: unknown) {
  const refuse = (subject: string): never => {
    throw new KiwoomError('invalid-arguments', { subject });
  };
  if (typeof apiId !== 'string') return refuse('apiId');
  const body = isObject(given) ? copyOf(given) : undefined;
  if (!isObject(body)) return refuse('body');
  if (!isObject(options)) return refuse('options');
  const { session, nextKey } = options;
  if (nextKey !== undefined && typeof nextKey !== 'string') return refuse('nextKey');
  if (!isObject(session)) throw new KiwoomError('no-consent');
  const { id, accessToken } = session;
  if (typeof id !== 'string' || typeof accessToken !== 'string') return refuse('session');
  return { apiId, body, session: { id, accessToken }, nextKey };
}

/** Copies the body as JSON; `undefined` if it cannot be serialized. */
function copyOf(body: object): unknown {
  try {
    return JSON.parse(JSON.stringify(body));
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Combines the two kinds of cancellation into one signal. */
function abortSignal({ signal }: KiwoomCallOptions): FollowingSignal {
  if (signal instanceof AbortSignal) return { signal, dispose: () => undefined };
  return abortSignalOf(signal);
}
