/**
 * Replacement for `@vscode/spdlog`, the native module with which VS Code writes its log files and which is not
 * compiled here: without it no log would be written, and *Show Log* would show an empty panel.
 */
const { appendFileSync, mkdirSync } = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  #file;
  #level = levels.indexOf('info');
  #format = line;

  constructor(file) {
    mkdirSync(path.dirname(file), { recursive: true });
    this.#file = file;
  }

  trace = (message) => this.#write(0, message);
  debug = (message) => this.#write(1, message);
  info = (message) => this.#write(2, message);
  warn = (message) => this.#write(3, message);
  error = (message) => this.#write(4, message);
  critical = (message) => this.#write(5, message);

  getLevel() {
    return this.#level;
  }

  setLevel(level) {
    this.#level = level;
  }

  clearFormatters() {
    this.#format = (_level, message) => message;
  }

  /** VS Code uses only one pattern, that of {@link line}. */
  setPattern() {}
  flush() {}
  drop() {}

  #write(level, message) {
    if (level >= this.#level) appendFileSync(this.#file, this.#format(level, message));
  }
}

/** "2026-11-24 09:00:00.000 [info] text" */
function line(level, message) {
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  const time = local.toISOString().replace('T', ' ').replace('Z', '');
  return `${time} [${levels[level]}] ${message}\n`;
}

const create = (_name, file) => Promise.resolve(new Logger(file));

// Assigned one by one, because VS Code imports this as an ES module, which detects only such exports.
exports.setFlushOn = () => {};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
