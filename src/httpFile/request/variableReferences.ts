import type { Environment } from '../../core/model/environment.ts';
import { injectedVariable, referenceTo } from '../../core/handover/injectedVariables.ts';

/** Whose token or host a reference stands for. */
export type ReferenceScope =
  | 'active'
  | Environment
  /** That of the environment which is selected in REST Client. */
  | 'selected';

export interface KiwoomReference {
  readonly part: 'token' | 'host';
  readonly scope: ReferenceScope;
  /** The environment holds the address itself, which knows nothing of the gateway. */
  readonly fixed?: true;
}

/** Names in the REST Client environments `kiwoom-mock` and `kiwoom-real`. */
export const environmentNames = {
  host: 'kiwoomHost',
  hostVariable: 'kiwoomHostVar',
  tokenVariable: 'kiwoomTokenVar',
  token: 'kiwoomToken',
} as const;

/**
 * What `{{…}}` stands for, if it is one of the ways to name a token or host that this extension
 * provides.
 *
 * @param expression what stands between the braces
 */
export function kiwoomReference(expression: string): KiwoomReference | undefined {
  const text = expression.trim();
  // httpyac also runs JavaScript between braces.
  const variable = /^(?:\$processEnv\s+|process\.env\.)(\w+)$/.exec(text)?.[1];
  if (variable !== undefined) {
    const injected = injectedVariable(variable);
    return injected && { part: injected.part, scope: injected.source };
  }
  if (text === `$processEnv %${environmentNames.tokenVariable}`) {
    return { part: 'token', scope: 'selected' };
  }
  if (text === `$processEnv %${environmentNames.hostVariable}`) {
    return { part: 'host', scope: 'selected' };
  }
  if (text === environmentNames.host) return { part: 'host', scope: 'selected', fixed: true };
  return text === environmentNames.token ? { part: 'token', scope: 'selected' } : undefined;
}

/** Definitions that double each other would grow without end. */
const longest = 10_000;

/** `@name = value`. */
interface Definition {
  readonly name: { readonly text: string };
  readonly value: { readonly text: string };
}

/** The file's own variables, as far as they are known before anything is sent. */
export class FileVariables {
  readonly #definitions: ReadonlyMap<string, string>;
  /** `undefined` while it is being found out, and for what leads back to itself or grows too long. */
  readonly #resolved = new Map<string, string | undefined>();

  constructor({ variables }: { readonly variables: readonly Definition[] }) {
    // The last definition counts, as in both clients.
    this.#definitions = new Map(variables.map(({ name, value }) => [name.text, value.text]));
  }

  /** Replaces what is known; `{{…}}` of other kinds stay as they are. */
  resolve(text: string): string {
    if (!text.includes('{{')) return text;
    return text.replace(
      /\{\{([^{}]*)\}\}/g,
      (whole, name: string) => this.#value(name.trim()) ?? whole,
    );
  }

  #value(name: string): string | undefined {
    const definition = this.#definitions.get(name);
    if (definition === undefined || this.#resolved.has(name)) return this.#resolved.get(name);
    this.#resolved.set(name, undefined);
    const value = this.resolve(definition);
    if (value.length <= longest) this.#resolved.set(name, value);
    return this.#resolved.get(name);
  }
}

/** How a file says it: `{{$processEnv KIWOOM_TOKEN}}`. */
export function referenceText(part: KiwoomReference['part'], scope: ReferenceScope): string {
  if (scope !== 'selected') return referenceTo(scope, part);
  const { tokenVariable, hostVariable } = environmentNames;
  return `{{$processEnv %${part === 'token' ? tokenVariable : hostVariable}}}`;
}
