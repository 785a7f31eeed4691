import {
  injectedVariable,
  type TokenSource,
  type VariablePart,
} from '../../core/handover/injectedVariables.ts';

/** A reference in a `.http` file and the token or host it stands for. */
export interface Reference {
  readonly name: string;
  readonly part: VariablePart;
  readonly source: TokenSource;
}

/** httpyac's syntax: `{{$processEnv NAME}}`, with optional blanks. */
const written = /\{\{\s*\$processEnv\s*(KIWOOM_\w+)\s*\}\}/g;

const placeholder = /\[(KIWOOM_TOKEN\w*)\]/g;

/** Placeholder for a token until the request is sent; readable, because logs show it. */
export function placeholderFor({ name }: Reference): string {
  return `[${name}]`;
}

/** @param replace returns the value, or `undefined` to keep the text */
export function replaceReferences(
  text: string,
  replace: (reference: Reference) => string | undefined,
): string {
  return text.replace(written, (whole, name: string) => {
    const variable = injectedVariable(name);
    return variable === undefined ? whole : (replace({ name, ...variable }) ?? whole);
  });
}

/** References whose placeholders the text contains. */
export function placeholdersIn(text: string): readonly Reference[] {
  const names = new Set(Array.from(text.matchAll(placeholder), ([, name = '']) => name));
  return [...names].flatMap((name) => {
    const variable = injectedVariable(name);
    return variable?.part === 'token' ? [{ name, ...variable }] : [];
  });
}
