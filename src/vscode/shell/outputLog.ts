import type * as vscode from 'vscode';
import type { Log, LogFields } from '../../core/model/ports.ts';
import { formatKoreanTime } from '../../core/time/koreanTime.ts';

/** The log of *Kiwoom: Show Log*. VS Code writes it to a file, so it must never contain a secret. */
export class OutputLog implements Log {
  readonly #channel: vscode.LogOutputChannel;
  readonly #accountName: (profileId: string) => string | undefined;

  /** @param accountName returns the display name of the account with this id */
  constructor(
    channel: vscode.LogOutputChannel,
    accountName: (profileId: string) => string | undefined,
  ) {
    this.#channel = channel;
    this.#accountName = accountName;
  }

  debug(event: string, fields: LogFields = {}): void {
    this.#channel.debug(this.#line(event, fields));
  }

  info(event: string, fields: LogFields = {}): void {
    this.#channel.info(this.#line(event, fields));
  }

  warn(event: string, fields: LogFields = {}): void {
    this.#channel.warn(this.#line(event, fields));
  }

  error(event: string, fields: LogFields = {}): void {
    this.#channel.error(this.#line(event, fields));
  }

  /** Formats one line per event, with all control and bidirectional characters of a server's text escaped. */
  #line(event: string, fields: LogFields): string {
    const named = Object.entries(fields).filter(([, value]) => value !== undefined);
    return [event, ...named.map((field) => `${field[0]}=${this.#text(...field)}`)].join(' ');
  }

  #text(name: string, value: LogFields[string]): string {
    if (typeof value === 'number' && name.endsWith('At')) {
      return `${formatKoreanTime(value).replace(' ', 'T')}+09:00`;
    }
    return escaped(typeof value === 'string' ? (this.#accountName(value) ?? value) : value);
  }
}

/** JSON escapes only line ends and ASCII controls; this escapes the others, because terminals show logs too. */
function escaped(value: LogFields[string]): string {
  return JSON.stringify(value).replace(
    /[\p{Bidi_Control}\p{Cc}\p{Zl}\p{Zp}]/gu,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
