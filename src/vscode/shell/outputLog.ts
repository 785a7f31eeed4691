import type * as vscode from 'vscode';
import type { Log, LogFields } from '../../core/model/ports.ts';

/** The log that *Kiwoom: Show Log* opens. VS Code keeps it as a file, so it must never hold a secret. */
export class OutputLog implements Log {
  readonly #channel: vscode.LogOutputChannel;

  constructor(channel: vscode.LogOutputChannel) {
    this.#channel = channel;
  }

  debug(event: string, fields: LogFields = {}): void {
    this.#channel.debug(line(event, fields));
  }

  info(event: string, fields: LogFields = {}): void {
    this.#channel.info(line(event, fields));
  }

  warn(event: string, fields: LogFields = {}): void {
    this.#channel.warn(line(event, fields));
  }

  error(event: string, fields: LogFields = {}): void {
    this.#channel.error(line(event, fields));
  }
}

/** One line whatever a server wrote into a field, and one that reads in the order it was written. */
function line(event: string, fields: LogFields): string {
  const named = Object.entries(fields).filter(([, value]) => value !== undefined);
  return [event, ...named.map(([name, value]) => `${name}=${escaped(value)}`)].join(' ');
}

/** JSON escapes line ends and the controls of ASCII; a log is read in terminals too. */
function escaped(value: LogFields[string]): string {
  return JSON.stringify(value).replace(
    /[\p{Bidi_Control}\p{Cc}\p{Zl}\p{Zp}]/gu,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
