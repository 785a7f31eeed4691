import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** A secret that must not be found anywhere, and what to call it in a message. */
export interface Canary {
  readonly name: string;
  readonly value: string;
}

export interface Finding {
  /** A file's path, or the name given to a text. */
  readonly place: string;
  readonly canary: string;
  readonly form: string;
}

/**
 * So many characters in a row give a canary away: enough to be no accident, and short enough that a key cut
 * off or masked in the middle is found too. Any 31 characters of a canary hold a whole piece.
 */
const pieceLength = 16;

/** The ways in which a text may be written down; each gives the bytes to look for. */
const encodings: Readonly<Record<string, (text: string) => readonly Buffer[]>> = {
  plain: (text) => [Buffer.from(text)],
  // Without the last zero, so that it is found in either byte order.
  'UTF-16': (text) => [Buffer.from(text, 'utf16le').subarray(0, -1)],
  base64: (text) => base64Inside(Buffer.from(text)),
  'base64 of UTF-16': (text) => base64Inside(Buffer.from(text, 'utf16le')),
  hex: (text) => inBothCases(Buffer.from(text).toString('hex')),
  'hex of UTF-16': (text) => inBothCases(Buffer.from(text, 'utf16le').toString('hex')),
  'URI escapes': (text) => inBothCases(escaped(text, '%', 2)),
  'JSON escapes': (text) => inBothCases(escaped(text, '\\u', 4)),
};

export const forms: readonly string[] = Object.keys(encodings);

/** A text in one of the forms, for a test that plants one. */
export function encode(text: string, form: string): Buffer {
  const utf16 = Buffer.from(text, 'utf16le');
  switch (form) {
    case 'UTF-16':
      return utf16;
    case 'base64':
      return Buffer.from(Buffer.from(text).toString('base64'));
    case 'base64 of UTF-16':
      return Buffer.from(utf16.toString('base64'));
    default: {
      const [bytes] = encodings[form]?.(text) ?? [];
      if (bytes === undefined) throw new Error(`There is no form "${form}".`);
      return bytes;
    }
  }
}

/** Looks for canaries, whole or in part, in every form. */
export class CanarySearch {
  readonly #needles: readonly { canary: string; form: string; bytes: Buffer }[];

  constructor(canaries: readonly Canary[]) {
    this.#needles = canaries.flatMap(({ name, value }) =>
      pieces(value).flatMap((piece) =>
        Object.entries(encodings).flatMap(([form, bytesOf]) =>
          bytesOf(piece).map((bytes) => ({ canary: name, form, bytes })),
        ),
      ),
    );
  }

  /** Each canary and form once. */
  inBytes(place: string, bytes: Buffer): Finding[] {
    const found = new Map<string, Finding>();
    for (const { canary, form, bytes: needle } of this.#needles) {
      const key = `${canary} ${form}`;
      if (!found.has(key) && bytes.includes(needle)) found.set(key, { place, canary, form });
    }
    return [...found.values()];
  }

  /** Names and contents of all files below a folder. @param changedSince epoch milliseconds */
  async inFolder(folder: string, changedSince = 0): Promise<Finding[]> {
    const findings: Finding[] = [];
    for (const file of await filesBelow(folder)) {
      const bytes = await readIfThere(file, changedSince);
      if (bytes === undefined) continue;
      findings.push(...this.inBytes(file, Buffer.concat([Buffer.from(`${file}\n`), bytes])));
    }
    return findings;
  }
}

export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** `undefined` for a file that is older, or that its owner removed meanwhile. */
async function readIfThere(file: string, changedSince: number): Promise<Buffer | undefined> {
  try {
    return (await stat(file)).mtimeMs < changedSince ? undefined : await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function pieces(text: string): string[] {
  const count = Math.floor(text.length / pieceLength);
  const aligned = Array.from({ length: count }, (_, i) => i * pieceLength);
  const starts = new Set([...aligned, Math.max(0, text.length - pieceLength)]);
  return [...starts].map((start) => text.slice(start, start + pieceLength));
}

/**
 * What these bytes become inside a longer text in base64, wherever they begin there: without the characters
 * at both ends, which depend on the neighbours.
 */
function base64Inside(bytes: Buffer): Buffer[] {
  return [0, 1, 2].flatMap((before) => {
    const shifted = Buffer.concat([Buffer.alloc(before), bytes]);
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor((shifted.length * 8) / 6);
    const text = shifted.toString('base64').slice(first, last);
    const url = text.replaceAll('+', '-').replaceAll('/', '_');
    return [...new Set([text, url])].map((each) => Buffer.from(each));
  });
}

function inBothCases(text: string): Buffer[] {
  const upper = text.replace(/[0-9a-f]{2,}/g, (digits) => digits.toUpperCase());
  return [...new Set([text, upper])].map((each) => Buffer.from(each));
}

function escaped(text: string, mark: string, digits: number): string {
  return Array.from(text, (letter) => {
    return mark + letter.charCodeAt(0).toString(16).padStart(digits, '0');
  }).join('');
}
