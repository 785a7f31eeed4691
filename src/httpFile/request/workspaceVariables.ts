/** Values by the variable name that a client looks up. */
export type Variables = Readonly<Record<string, string>>;

/** A file that defines variables, by its name without folders, or a client's setting. */
export type VariableSource =
  { readonly name: string; readonly text: string } | { readonly setting: unknown };

/** Variables of one source, for one environment or for all. */
export interface GivenVariables {
  readonly environment: string | undefined;
  readonly variables: Variables;
}

const intellij = /^http-client(?:\.private)?\.env\.json$/;
const httpyac = /^(?:\.httpyac|httpyac\.config|package)\.json$/;
const dotenv = /^(?:\.env(?:\.(.+))?|(.+)\.env)$/;

/** Whether httpyac, or REST Client's `$dotenv`, reads variables from a file of this name. */
export function givesVariables(name: string): boolean {
  return intellij.test(name) || httpyac.test(name) || dotenv.test(name);
}

/**
 * Sets of variables that may apply to requests, one per environment and source; all are returned, because the
 * precedence of sources depends on the client.
 */
export function workspaceVariables(given: readonly GivenVariables[]): Variables[] {
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

/** Variables by environment, including those shared by all: `$shared` and httpyac's `$default`. */
function environmentsOf(value: unknown): GivenVariables[] {
  return Object.entries(record(value)).flatMap(([name, variables]) => {
    const flat = flattened(variables);
    if (name !== '$shared') {
      return { environment: name === '$default' ? undefined : name, variables: flat };
    }
    // REST Client's syntax for shared variables within other environments.
    const prefixed = Object.entries(flat).map(([key, text]) => [`$shared ${key}`, text] as const);
    return { environment: undefined, variables: { ...flat, ...Object.fromEntries(prefixed) } };
  });
}

/** Parses a source; files change less often than requests are diagnosed. */
export function variablesOf(source: VariableSource): GivenVariables[] {
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

/** Names as in httpyac, and as in REST Client's `$dotenv`. */
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

/** Flattens `{ api: { host } }` to `api.host`, the syntax in httpyac's JavaScript. */
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
    // The clients ignore invalid JSON too.
    return undefined;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
