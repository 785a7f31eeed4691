import type { Log } from '../../core/model/ports.ts';

/**
 * Sets the environment variables of the extension host process, which REST Client and httpyac read when they
 * send a request. Nothing is written to disk.
 */
export class ProcessEnvInjection {
  readonly #env: NodeJS.ProcessEnv;
  readonly #wanted: () => ReadonlyMap<string, string>;
  readonly #log: Log;
  readonly #ours = new Set<string>();

  /** @param wanted returns the variables to set now; empty where injection is not allowed */
  constructor(env: NodeJS.ProcessEnv, wanted: () => ReadonlyMap<string, string>, log: Log) {
    this.#env = env;
    this.#wanted = wanted;
    this.#log = log;
  }

  update(): void {
    const wanted = this.#wanted();
    for (const name of this.#ours) {
      if (!wanted.has(name)) this.#remove(name);
    }
    for (const [name, value] of wanted) {
      if (!this.#ours.has(name)) {
        // The shell that started VS Code may have exported a variable with an old, manually pasted token.
        const replaced = this.#env[name] !== undefined;
        this.#log.info('variable-set', { name, replaced });
        this.#ours.add(name);
      }
      if (this.#env[name] !== value) this.#env[name] = value;
    }
  }

  dispose(): void {
    for (const name of this.#ours) this.#remove(name);
  }

  #remove(name: string): void {
    Reflect.deleteProperty(this.#env, name);
    this.#ours.delete(name);
    this.#log.info('variable-removed', { name });
  }
}
