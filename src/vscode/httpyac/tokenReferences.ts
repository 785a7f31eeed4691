import { injectedVariable, type TokenSource } from '../../core/handover/injectedVariables.ts';

/** A variable of ours in a `.http` file, and whose value it stands for. */
export interface Reference {
  readonly name: string;
  readonly part: 'token' | 'host';
  readonly source: TokenSource;
}

/** As httpyac reads it: `{{$processEnv NAME}}`, the blanks being optional. */
const written = /\{\{\s*\$processEnv\s*(KIWOOM_\w+)\s*\}\}/g;

const standIn = /\[(KIWOOM_TOKEN\w*)\]/g;

/** What stands for a token everywhere but on the wire; readable, as logs show it. */
export function standInFor({ name }: Reference): string {
  return `[${name}]`;
}

/** @param replace gives the value, or `undefined` where the text is to stay */
export function replaceReferences(
  text: string,
  replace: (reference: Reference) => string | undefined,
): string {
  return text.replace(written, (whole, name: string) => {
    const variable = injectedVariable(name);
    return variable === undefined ? whole : (replace({ name, ...variable }) ?? whole);
  });
}

/** The tokens whose stand-ins the text holds. */
export function standInsOf(text: string): readonly Reference[] {
  const names = new Set(Array.from(text.matchAll(standIn), ([, name = '']) => name));
  return [...names].flatMap((name) => {
    const variable = injectedVariable(name);
    return variable?.part === 'token' ? [{ name, ...variable }] : [];
  });
}
