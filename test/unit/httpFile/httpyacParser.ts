import { type HttpFile, io, store } from 'httpyac';

/** What httpyac makes of a text, without a configuration and any other file. */
export function parseWithHttpyac(text: string): Promise<HttpFile> {
  // What httpyac asks before it parses: here no file exists.
  Object.assign(io.fileProvider, {
    isAbsolute: () => Promise.resolve(true),
    exists: () => Promise.resolve(false),
    dirname: () => undefined,
    fsPath: () => undefined,
    hasExtension: () => false,
  });
  return new store.HttpFileStore().parse('/requests.http', text, { config: {} });
}
