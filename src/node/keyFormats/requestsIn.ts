/**
 * Tells the requests in a text apart, each with keys of its own: those of a `.http` file, and the commands that
 * send one in scripts and notes.
 */
export class RequestsIn {
  readonly #isRequestFile: boolean;
  #number = 0;
  #isOutside: boolean;

  /** @param isRequestFile whether `###` separates requests, as in `.http` files */
  constructor(isRequestFile: boolean) {
    this.#isRequestFile = isRequestFile;
    this.#isOutside = !isRequestFile;
  }

  /**
   * The name of the section for what the line says.
   *
   * @param content the line without its indentation
   */
  sectionOf(content: string): readonly string[] {
    if ((this.#isRequestFile ? separator : command).test(content)) {
      this.#number += 1;
      this.#isOutside = false;
    } else if (content === '' && !this.#isRequestFile) this.#isOutside = true;
    // The variables of a `.http` file are those of all its requests.
    return this.#isOutside || this.#number === 0 || content.startsWith('@')
      ? []
      : [String(this.#number)];
  }

  /** The address of the request, if it is in this line. */
  addressIn(content: string): string | undefined {
    if (this.#isOutside) return undefined;
    const [address] = (this.#isRequestFile ? requestLine : anyAddress).exec(content) ?? [];
    return address;
  }
}

const separator = /^#{3}/;
/** Also within `TOKEN=$(…)`, and behind the prompt of a shell. */
const command = /^(?:\$\s+|\w{1,80}=["']?\$\()?(?:curl|wget|(?:https?|xh)\s+POST)\s/;
const requestLine = /(?<=^(?:[A-Z]{3,7}\s+)?)https?:\/\/\S{1,200}/;
const anyAddress = /https?:\/\/[^\s"'\\]{1,200}/;
