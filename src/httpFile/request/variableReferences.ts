import type { Environment } from '../../core/model/environment.ts';
import {
  injectedVariable,
  keyVariables,
  referenceTo,
  type VariablePart,
} from '../../core/handover/injectedVariables.ts';

/** The account or environment that a reference refers to. */
export type ReferenceScope =
  | 'active'
  | Environment
  /** The environment selected in REST Client. */
  | 'selected';

export interface KiwoomReference {
  readonly part: VariablePart;
  readonly scope: ReferenceScope;
  /** A literal address in the environment, which is not replaced by the gateway. */
  readonly fixed?: true;
}

/** Names in the REST Client environments `kiwoom-mock` and `kiwoom-real`. */
const environmentNames = {
  host: 'kiwoomHost',
  hostVariable: 'kiwoomHostVar',
  tokenVariable: 'kiwoomTokenVar',
  token: 'kiwoomToken',
} as const;

/**
 * Parses the expression of a `{{…}}` as one of our references to a token or host.
 *
 * @param expression the text between the braces
 */
export function kiwoomReference(expression: string): KiwoomReference | undefined {
  const text = expression.trim();
  const variable = processVariable(text);
  if (variable !== undefined) {
    const injected = injectedVariable(variable);
    return injected && { part: injected.part, scope: injected.source };
  }
  for (const part of ['token', 'host'] as const) {
    if (text === selectedExpression(part)) return { part, scope: 'selected' };
  }
  if (text === environmentNames.host) return { part: 'host', scope: 'selected', fixed: true };
  return text === environmentNames.token ? { part: 'token', scope: 'selected' } : undefined;
}

/** Whether the expression stands for an app key or secret key: a pass, while the gateway is running. */
export function isKeyReference(expression: string): boolean {
  const variable = processVariable(expression.trim());
  return Object.values(keyVariables).some((name) => name === variable);
}

/** Name of a process variable; httpyac also evaluates JavaScript between braces. */
function processVariable(expression: string): string | undefined {
  return /^(?:\$processEnv\s+|process\.env\.)(\w+)$/.exec(expression)?.[1];
}

/** Limit in characters, because definitions that double each other would grow without end. */
const longest = 10_000;

/** `@name = value`. */
interface Definition {
  readonly name: { readonly text: string };
  readonly value: { readonly text: string };
}

/** Variables defined in the file, as far as they are known before sending. */
export class FileVariables {
  readonly #definitions: ReadonlyMap<string, string>;
  /** `undefined` while it is being resolved, and for a cyclic or too long definition. */
  readonly #resolved = new Map<string, string | undefined>();

  constructor({ variables }: { readonly variables: readonly Definition[] }) {
    // The last definition wins, as in both clients.
    this.#definitions = new Map(variables.map(({ name, value }) => [name.text, value.text]));
  }

  /** Replaces known variables; other `{{…}}` are kept. */
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

/** Text of a reference: `{{$processEnv KIWOOM_TOKEN}}`. */
export function referenceText(part: KiwoomReference['part'], scope: ReferenceScope): string {
  if (scope !== 'selected') return referenceTo(scope, part);
  // Only REST Client knows a selected environment, and it opens no WebSockets.
  if (part === 'webSocket') return referenceTo('active', part);
  return `{{${selectedExpression(part)}}}`;
}

/** The expression for the environment that is selected in REST Client, the only client that knows it. */
export function selectedExpression(part: 'token' | 'host'): string {
  const { tokenVariable, hostVariable } = environmentNames;
  return `$processEnv %${part === 'token' ? tokenVariable : hostVariable}`;
}
