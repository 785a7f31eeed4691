import { ApiCaller } from '../../../src/core/calls/apiCaller.ts';
import type { KiwoomError } from '../../../src/core/base/errors.ts';
import { Pacer } from '../../../src/core/calls/pacer.ts';
import type { Profile } from '../../../src/core/model/profile.ts';
import { Profiles } from '../../../src/core/accounts/profiles.ts';
import { Renewer } from '../../../src/core/lifecycle/renewer.ts';
import { ServerClock } from '../../../src/core/time/serverClock.ts';
import { TokenManager } from '../../../src/core/tokens/tokenManager.ts';
import { TokenWatch } from '../../../src/core/tokens/tokenWatch.ts';
import { createAxiosTransport } from '../../../src/kiwoom/axiosTransport.ts';
import { OAuthClient } from '../../../src/kiwoom/oauthClient.ts';
import { trFacts } from '../../../src/kiwoom/trCatalogue.ts';
import { TrClient } from '../../../src/kiwoom/trClient.ts';
import { FileLock } from '../../../src/node/fileLock.ts';
import { statusText } from '../../../src/vscode/accounts/statusText.ts';
import { RecordingLog } from '../fakes/memoryStores.ts';
import { unexpected } from '../fakes/unexpected.ts';
import { english } from './english.ts';
import type { Life } from './life.ts';

/** One window's parts, joined as the extension joins them. */
export class LifeWindow {
  userAgent = 'kiwoom-rest-auth/test';
  readonly log = new RecordingLog();
  readonly clock: ServerClock;
  readonly tokens: TokenManager;
  readonly caller: ApiCaller;
  readonly renewer: Renewer;
  readonly #watch: TokenWatch;

  static async open(life: Life): Promise<LifeWindow> {
    const fingerprint = (): string => '';
    const onListenerError = unexpected;
    const { keyStore, machine: clock } = life;
    const profiles = new Profiles({ keyStore, clock, fingerprint, onListenerError });
    await profiles.refresh();
    const window = new LifeWindow(life, profiles);
    for (const profile of profiles.all) await window.tokens.load(profile);
    await life.settle();
    return window;
  }

  private constructor(life: Life, profiles: Profiles) {
    const { activity, machine, simulator, keyStore, disk: tokenStore, issueLedger } = life;
    const { log } = this;
    const clock = new ServerClock(machine, unexpected);
    const scheduler = machine.schedulerOf(clock);
    const transport = activity.transport(createAxiosTransport(scheduler));
    const lockParts = { folder: life.lockFolder, scheduler: activity.scheduler(scheduler), log };
    this.clock = clock;
    this.tokens = new TokenManager({
      clock,
      api: new OAuthClient(
        (request, signal) =>
          transport(
            { ...request, headers: { ...request.headers, 'User-Agent': this.userAgent } },
            signal,
          ),
        (environment) => simulator[environment].url,
        '',
      ),
      keyStore,
      tokenStore,
      issueLedger,
      lock: activity.lock(life.memoryLock ?? new FileLock(lockParts)),
      log,
    });
    this.#watch = new TokenWatch(this.tokens, scheduler, unexpected);
    this.renewer = new Renewer({
      tokens: this.tokens,
      profiles,
      watch: this.#watch,
      clock,
      scheduler,
      policy: () => life.policy,
      random: () => 0.5,
      log,
      onListenerError: unexpected,
    });
    this.caller = new ApiCaller({
      tokens: this.tokens,
      api: new TrClient(transport, this.userAgent),
      trFacts,
      pacer: new Pacer(machine, scheduler),
      scheduler,
      clock,
    });
  }

  dispose(): void {
    this.renewer.dispose();
    this.#watch.dispose();
  }

  /** What the status bar reads. */
  status(profile: Profile): string {
    const { tokens, renewer, clock } = this;
    return statusText(
      {
        profile,
        state: tokens.state(profile.id),
        lastError: tokens.lastError(profile.id),
        trouble: renewer.trouble(profile.id),
        host: tokens.host(profile),
        now: clock.now(),
      },
      english,
    ).text;
  }

  /** What a notification or the status bar's tooltip explains. */
  complaint({ id }: Profile): KiwoomError | undefined {
    return this.renewer.trouble(id)?.error ?? this.tokens.lastError(id);
  }
}
