/**
 * What the page objects read of an element, inside the page. Not TypeScript's `dom` library, which would
 * lend the extension's own code a `window` and a `document` that it does not have.
 */
export interface PageElement {
  readonly id: string;
  readonly textContent: string;
  readonly innerText: string;
  readonly offsetTop: number;
  readonly classList: { contains(name: string): boolean };
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

/** An `<input>`. */
export interface PageInput extends PageElement {
  readonly type: string;
  readonly value: string;
  readonly placeholder: string;
}
