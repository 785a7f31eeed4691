import * as vscode from 'vscode';
import { CancelledError, KiwoomError } from '../../core/base/errors.ts';
import { t } from '../shell/localize.ts';
import { askText, back, confirmRisk, withProgress } from '../shell/prompts.ts';
import { settings } from '../shell/settings.ts';
import type { CommandHandlers } from './commandTypes.ts';

/** A parsed address of a shared token store. */
export interface TypedStore {
  /** Without a password. */
  readonly url: string;
  readonly password?: string;
  /** The connection is neither encrypted with TLS nor local to this machine. */
  readonly readable: boolean;
}

export interface SharedTokensParts {
  /** @throws KiwoomError `shared-tokens-address` */
  readonly parse: (text: string) => TypedStore;
  /** Connects once to check the store. @throws KiwoomError with the reason if it cannot be used */
  readonly tryStore: (url: string, password: string) => Promise<void>;
  /** Stores address and password, and starts sharing. */
  readonly connect: (url: string, password: string) => Promise<void>;
  /** Deletes address and password; this machine keeps using the tokens it has. */
  readonly disconnect: () => Promise<void>;
}

type SharedTokensCommand = 'kiwoom.connectSharedTokens' | 'kiwoom.disconnectSharedTokens';

/** Connects this machine to others that use the same app keys, through the user's own Redis server. */
export function sharedTokensCommands(
  load: () => Promise<SharedTokensParts>,
): Pick<CommandHandlers, SharedTokensCommand> {
  return {
    'kiwoom.connectSharedTokens': async (given) => {
      const parts = await load();
      const title = t('Connect Shared Token Store');
      const { url, password: typed, readable } = parts.parse(given.url ?? (await askUrl(parts)));
      if (readable) {
        const button = t('Connect Without TLS');
        await confirmRisk(
          t('Connect without encryption?'),
          t(
            'The address begins with redis://, so whoever is on the way can read the password of the Redis server. Tokens stay sealed. Better use rediss://.',
          ),
          t('Cancel'),
          button,
        );
      }
      const password = typed ?? given.password ?? (await askPassword(title));
      await withProgress(t('Trying the shared token store…'), () => parts.tryStore(url, password));
      await parts.connect(url, password);
      void vscode.window.showInformationMessage(
        t(
          'Tokens are shared from now on. The Redis server gets them sealed under your secret key, never an app key; whoever runs it sees sizes and times only.',
        ),
      );
      return { url };
    },

    'kiwoom.disconnectSharedTokens': async () => {
      const { disconnect } = await load();
      await disconnect();
      void vscode.window.showInformationMessage(
        t('Tokens are no longer shared. This computer keeps the tokens that it holds.'),
      );
      return {};
    },
  };
}

async function askUrl({ parse }: SharedTokensParts): Promise<string> {
  const answer = await askText({
    title: t('Connect Shared Token Store'),
    prompt: t('Address of the Redis server: rediss://user@host:6379'),
    placeholder: 'rediss://user@host:6379',
    value: settings.sharedTokensUrl(),
    check: (text) => {
      try {
        parse(text);
        return undefined;
      } catch (thrown) {
        if (!(thrown instanceof KiwoomError)) throw thrown;
        const message = t('Not an address of a Redis server: rediss://user@host:6379 is one.');
        return { message, severity: vscode.InputBoxValidationSeverity.Error };
      }
    },
  });
  if (answer === back) throw new CancelledError();
  return answer;
}

async function askPassword(title: string): Promise<string> {
  const prompt = t('Password of the Redis server; leave it empty if there is none');
  const answer = await askText({ title, prompt, masked: true });
  if (answer === back) throw new CancelledError();
  return answer;
}
