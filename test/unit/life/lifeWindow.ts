import { createDomain, type Domain } from '../../../src/core/domain.ts';
import type { KiwoomError } from '../../../src/core/base/errors.ts';
import type { Profile } from '../../../src/core/model/profile.ts';
import { ServerClock } from '../../../src/core/time/serverClock.ts';
import { createAxiosTransport } from '../../../src/kiwoom/axiosTransport.ts';
import { OAuthClient } from '../../../src/kiwoom/oauthClient.ts';
import { trFacts } from '../../../src/kiwoom/trCatalogue.ts';
import { TrClient } from '../../../src/kiwoom/trClient.ts';
import { FileLock } from '../../../src/node/fileLock.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { statusText } from '../../../src/vscode/accounts/statusText.ts';
import { RecordingLog } from '../fakes/memoryStores.ts';
import { testPorts, testPreferences } from '../fakes/testPorts.ts';
import { unexpected } from '../fakes/unexpected.ts';
import { english } from './english.ts';
import type { Life } from './life.ts';

/** One window's parts, joined as the extension joins them. */
export class LifeWindow {
  userAgent = 'kiwoom-rest-auth/test';
  readonly log = new RecordingLog();
  readonly clock: ServerClock;
  readonly tokens: Domain['tokens'];
  readonly caller: Domain['caller'];
  readonly renewer: Domain['renewer'];
  readonly #domain: Domain;

  static async open(life: Life): Promise<LifeWindow> {
    const window = new LifeWindow(life);
    const { profiles, tokens } = window.#domain;
    await profiles.refresh();
    for (const profile of profiles.all) await tokens.load(profile);
    await life.settle();
    return window;
  }

  private constructor(life: Life) {
    const { activity, machine, simulator, keyStore, disk: tokenStore, issueLedger } = life;
    const { log } = this;
    const clock = new ServerClock(machine, unexpected);
    const scheduler = machine.schedulerOf(clock);
    const transport = activity.transport(createAxiosTransport(scheduler));
    const lockParts = {
      folder: life.lockFolder,
      // The disk has this machine's time.
      clock: systemClock,
      scheduler: activity.scheduler(scheduler),
      log,
    };
    this.clock = clock;
    this.#domain = createDomain(
      testPorts({
        clock,
        scheduler,
        tokenApi: new OAuthClient(
          (request, signal) =>
            transport(
              { ...request, headers: { ...request.headers, 'User-Agent': this.userAgent } },
              signal,
            ),
          (environment) => simulator[environment].url,
          '',
        ),
        trApi: new TrClient(transport, this.userAgent),
        trFacts,
        keyStore,
        tokenStore,
        issueLedger,
        lock: activity.lock(life.memoryLock ?? new FileLock(lockParts)),
        preferences: testPreferences({ renewalPolicy: () => life.policy }),
        log,
      }),
    );
    ({ tokens: this.tokens, caller: this.caller, renewer: this.renewer } = this.#domain);
  }

  dispose(): void {
    this.#domain.dispose();
  }

  /** What the status bar reads. */
  status(profile: Profile): string {
    const { tokens, renewer, clock } = this;
    return statusText(
      {
        profile,
        state: tokens.state(profile.id),
        lastError: tokens.lastError(profile.id)?.code,
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
