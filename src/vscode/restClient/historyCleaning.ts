import * as vscode from 'vscode';
import { KiwoomError, toKiwoomError } from '../../core/base/errors.ts';
import { referenceTo } from '../../core/handover/injectedVariables.ts';
import type { IssuedTokens } from '../../core/leaks/issuedTokens.ts';
import { Secret } from '../../core/base/secret.ts';
import { replaceTokenLiterals } from '../../core/leaks/tokenLiterals.ts';
import { t } from '../shell/localize.ts';
import { type RestClientParts, type RewriteResult, stateKeys } from './restClientParts.ts';

/**
 * Replaces tokens in REST Client's request history by references, with which an entry can still be sent, even
 * tomorrow.
 */
export class HistoryCleaning {
  readonly #parts: RestClientParts;
  readonly #issued: () => IssuedTokens;
  #offered = false;

  constructor(parts: RestClientParts, issued: () => IssuedTokens) {
    this.#parts = parts;
    this.#issued = issued;
  }

  /** Cleans if the user chose so; otherwise asks once per window until there is an answer. */
  async update(): Promise<void> {
    const choice = this.#parts.globalState.get(stateKeys.historyChoice);
    if (choice === 'never') return;
    if (choice === 'always') {
      await this.#replace();
      return;
    }
    if (this.#offered || !this.#parts.focused()) return;
    const found = await this.#find();
    if (found === 0) return;
    this.#offered = true;
    // Not awaited: the notification may stay open for long.
    this.#offer(found).catch((thrown: unknown) => {
      const error = toKiwoomError(thrown).message;
      this.#parts.log.warn('rest-client-history-choice-failed', { error });
    });
  }

  /** @returns the number of replaced tokens. @throws KiwoomError `history-not-changed` */
  async clean(): Promise<number> {
    const { outcome, replaced } = await this.#replace();
    if (outcome === 'refused' || outcome === 'busy') throw new KiwoomError('history-not-changed');
    return replaced;
  }

  async #offer(found: number): Promise<void> {
    const always = t('Always');
    const notNow = t('Not Now');
    const never = t('Never');
    const chosen = await vscode.window.showWarningMessage(
      t(
        'REST Client’s history holds Kiwoom tokens: {0}. Replace them with references, now and whenever a token changes?',
        found,
      ),
      always,
      notNow,
      never,
    );
    if (chosen !== always && chosen !== never) return;
    const { globalState } = this.#parts;
    await globalState.update(stateKeys.historyChoice, chosen === always ? 'always' : 'never');
    if (chosen === always) await this.#replace();
  }

  async #find(): Promise<number> {
    let found = 0;
    await this.#parts.rewriteHistory((text) => {
      found = this.#replaced(text).replaced;
      return undefined;
    });
    return found;
  }

  async #replace(): Promise<{ outcome: RewriteResult; replaced: number }> {
    let replaced = 0;
    const outcome = await this.#parts.rewriteHistory((text) => {
      const result = this.#replaced(text);
      ({ replaced } = result);
      return result.text;
    });
    const written = outcome === 'rewritten';
    if (written) this.#parts.log.info('rest-client-history-cleaned', { tokens: replaced });
    else if (replaced > 0) this.#parts.log.warn('rest-client-history-not-cleaned', { outcome });
    return { outcome, replaced: written ? replaced : 0 };
  }

  #replaced(text: string): ReturnType<typeof replaceTokenLiterals> {
    const issued = this.#issued();
    return replaceTokenLiterals(text, (word) => {
      const owner = issued.ownerOf(new Secret(word));
      if (owner === undefined) return undefined;
      // Uses the token's environment, which matches the address in the entry; the active account may be of the
      // other one.
      return referenceTo(owner.startsWith('real') ? 'real' : 'mock');
    });
  }
}
