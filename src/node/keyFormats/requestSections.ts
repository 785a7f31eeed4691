import type { NamedValue } from '../../core/accounts/keyContext.ts';
import { environmentOfWord, onlyOne, wordsOf } from '../../core/accounts/keyNames.ts';

/**
 * Tells the requests in a text apart, each with keys of its own: those of a `.http` file, and the commands that
 * send one in scripts and notes.
 */
export class RequestSections {
  readonly #isRequestFile: boolean;
  readonly #addresses: NamedValue[] = [];
  #number = 0;
  #isInside: boolean;
  #isEachAddressed = true;

  /** @param isRequestFile whether `###` separates requests, as in `.http` files */
  constructor(isRequestFile: boolean) {
    this.#isRequestFile = isRequestFile;
    this.#isInside = isRequestFile;
  }

  /**
   * @param content a line without its indentation
   * @returns the sections of what the line says
   */
  sectionsOf(content: string): readonly string[] {
    if ((this.#isRequestFile ? separator : command).test(content)) {
      this.#number += 1;
      this.#isInside = true;
    } else if (content === '' && !this.#isRequestFile) this.#isInside = false;
    // The variables of a `.http` file are those of all its requests.
    const isInRequest = this.#isInside && this.#number > 0 && !content.startsWith('@');
    return isInRequest ? [String(this.#number)] : [];
  }

  /** Where the request goes, and the environment in its title. */
  valuesIn(content: string, sections: readonly string[]): readonly NamedValue[] {
    if (!this.#isInside) return [];
    if (separator.test(content)) {
      const value = onlyOne(wordsOf(content).map(environmentOfWord));
      return value === undefined ? [] : [{ sections, name: 'mode', value }];
    }
    const [value] = (this.#isRequestFile ? requestAddress : anyAddress).exec(content) ?? [];
    if (value === undefined) {
      if (this.#isRequestFile && requestLine.test(content)) this.#isEachAddressed = false;
      return [];
    }
    const address = { sections, name: 'url', value };
    this.#addresses.push(address);
    return [address];
  }

  /** Where the requests go that use what stands outside of them; nothing if that may be elsewhere. */
  sharedValues(): readonly NamedValue[] {
    const addressed = new Set(this.#addresses.map(({ sections }) => sections.at(-1)));
    const isCommandLeft = !this.#isRequestFile && addressed.size < this.#number;
    if (!this.#isEachAddressed || isCommandLeft) return [];
    return this.#addresses.map((address) => ({ ...address, sections: [] }));
  }
}

const separator = /^#{3}/;
/** Also within `TOKEN=$(…)`, and behind the prompt of a shell. */
const command = /^(?:\$\s+|\w{1,80}=["']?\$\()?(?:curl|wget|(?:https?|xh)\s+POST)\s/;
const requestLine = /^[A-Z]{3,7}\s+\S/;
const requestAddress = /(?<=^(?:[A-Z]{3,7}\s+)?)https?:\/\/\S{1,200}/;
const anyAddress = /https?:\/\/[^\s"'\\]{1,200}/;
