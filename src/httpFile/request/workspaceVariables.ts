/** Variables by name, as a client would put them into a request. */
export type Variables = Readonly<Record<string, string>>;

/** A file that gives variables to requests, by its name without folders, or a client's setting. */
export type VariableSource =
  { readonly name: string; readonly text: string } | { readonly setting: unknown };

/** Variables of one source: for each environment, or for all of them. */
interface Given {
  readonly environment: string | undefined;
  readonly variables: Variables;
}

const intellij = /^http-client(?:\.private)?\.env\.json$/;
const httpyac = /^(?:\.httpyac|httpyac\.config|package)\.json$/;
const dotenv = /^(?:\.env(?:\.(.+))?|(.+)\.env)$/;

/** Whether httpyac, or REST Client's `$dotenv`, takes variables from a file of this name. */
export function givesVariables(name: string): boolean {
  return intellij.test(name) || httpyac.test(name) || dotenv.test(name);
}

/**
 * What requests may be given, one set for each environment and source: which source wins is the client's
 * business, so each of them does once.
 */
export function workspaceVariables(sources: readonly VariableSource[]): Variables[] {
  const given = sources.flatMap(variablesOf);
  const names = new Set(given.map(({ environment }) => environment));
  const found = new Map<string, Variables>();
  for (const name of names) {
    const sets = given.filter(
      ({ environment }) => environment === undefined || environment === name,
    );
    const merged = Object.fromEntries(sets.flatMap(({ variables }) => Object.entries(variables)));
    for (const { variables } of sets) {
      const set = { ...merged, ...variables };
      if (Object.keys(set).length > 0) found.set(JSON.stringify(set), set);
    }
  }
  return [...found.values()];
}

/** Variables by environment, with what all of them share: `$shared` and httpyac's `$default`. */
function environmentsOf(value: unknown): Given[] {
  return Object.entries(record(value)).flatMap(([name, variables]) => {
    const flat = flattened(variables);
    if (name !== '$shared') {
      return { environment: name === '$default' ? undefined : name, variables: flat };
    }
    // REST Client names them so within other environments.
    const prefixed = Object.entries(flat).map(([key, text]) => [`$shared ${key}`, text] as const);
    return { environment: undefined, variables: { ...flat, ...Object.fromEntries(prefixed) } };
  });
}

function variablesOf(source: VariableSource): Given[] {
  if ('setting' in source) return environmentsOf(source.setting);
  const { name, text } = source;
  if (intellij.test(name)) return environmentsOf(parsed(text));
  if (httpyac.test(name)) {
    const json = record(parsed(text));
    return environmentsOf(record(name === 'package.json' ? json['httpyac'] : json)['environments']);
  }
  const [whole, behind, before] = dotenv.exec(name) ?? [];
  if (whole === undefined) return [];
  const environment = behind ?? before;
  return [{ environment, variables: dotenvVariables(text) }];
}

/** Under their names for httpyac, and as REST Client is asked for them. */
function dotenvVariables(text: string): Variables {
  const pairs = [...text.matchAll(/^\s*(?:export\s+)?([\w.-]+)\s*(?:=|:\s)(.*)$/gm)];
  return Object.fromEntries(
    pairs.flatMap(([, name = '', written = '']) => {
      const value = dotenvValue(written.trim());
      return [
        [name, value],
        [`$dotenv ${name}`, value],
      ];
    }),
  );
}

function dotenvValue(written: string): string {
  const [, , quoted] = /^(["'`])(.*)\1/.exec(written) ?? [];
  return quoted ?? written.replace(/\s*#.*$/, '');
}

/** `{ api: { host } }` as `api.host`, which is how httpyac's JavaScript takes it. */
function flattened(value: unknown, prefix = '', depth = 0): Record<string, string> {
  if (depth > 4) return {};
  return Object.fromEntries(
    Object.entries(record(value)).flatMap(([name, inner]) => {
      if (typeof inner === 'string') return [[prefix + name, inner] as const];
      if (typeof inner === 'number') return [[prefix + name, String(inner)] as const];
      return Object.entries(flattened(inner, `${prefix}${name}.`, depth + 1));
    }),
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Neither do the clients take anything from it.
    return undefined;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
