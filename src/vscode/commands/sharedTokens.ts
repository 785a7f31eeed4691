import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { CancelledError, KiwoomError } from '../../core/base/errors.ts';
import { t } from '../shell/localize.ts';
import { askText, back, confirmRisk, withProgress } from '../shell/prompts.ts';
import { settings } from '../shell/settings.ts';
import { defineCommand, noArgument, text } from './command.ts';
import type { Parts, SharedTokensParts } from './commandParts.ts';

/** Connects this machine to others that use the same app keys, through the user's own Redis server. */
export const connectSharedTokens = defineCommand({
  id: 'kiwoom.connectSharedTokens',
  argument: z.strictObject({
    /** `redis://` or `rediss://`; the user is asked if not given. */
    url: z.optional(text),
    /** The user is asked if neither this nor the address has one; `''` for none. */
    password: z.optional(z.string()),
  }),
  needs: 'nothing',
  /** @returns the address without a password */
  run: async (
    given,
    { sharedTokens }: Parts<'sharedTokens'>,
  ): Promise<{ readonly url: string }> => {
    const parts = await sharedTokens();
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
      t('Tokens are shared from now on. The server sees no token.'),
    );
    return { url };
  },
});

export const disconnectSharedTokens = defineCommand({
  id: 'kiwoom.disconnectSharedTokens',
  argument: noArgument,
  needs: 'nothing',
  run: async (_argument, { sharedTokens }: Parts<'sharedTokens'>) => {
    const { disconnect } = await sharedTokens();
    await disconnect();
    void vscode.window.showInformationMessage(
      t('Tokens are no longer shared. This computer keeps its own.'),
    );
    return {};
  },
});

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
