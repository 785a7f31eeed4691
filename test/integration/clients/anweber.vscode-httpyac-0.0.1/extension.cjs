const path = require('node:path');
const process = require('node:process');
// Installed for the tests, as a copy elsewhere.
const httpyac = require(path.join(process.env.TEST_PROJECT_FOLDER, 'node_modules/httpyac'));

/** What httpyac for VS Code would write to its output channel, which VS Code keeps as a file. */
const output = [];

/** Its own plugin beside those of others: what is logged is arranged when a request's variables are asked for. */
function logToOutput({ hooks }) {
  const write = httpyac.utils.requestLoggerFactory((text) => output.push(text), {
    requestOutput: true,
    requestHeaders: true,
    requestBodyLength: 1024,
    responseHeaders: true,
    responseBodyLength: 1024,
  });
  hooks.provideVariables.addHook('output', (_environment, context) => {
    const { logResponse } = context;
    context.logResponse = async (response, region) => {
      await write(response, region);
      await logResponse?.(response, region);
    };
    return {};
  });
}

/** The part of what httpyac for VS Code exports that other extensions can work with; `output` is ours. */
exports.activate = () => {
  Object.assign(httpyac.io.fileProvider, {
    isAbsolute: (file) => Promise.resolve(path.isAbsolute(String(file))),
    exists: () => Promise.resolve(false),
    dirname: () => undefined,
    hasExtension: () => false,
  });
  const httpFileStore = new httpyac.store.HttpFileStore({ vscode: logToOutput });
  const documentStore = {
    httpFileStore,
    send: (context) => httpyac.send({ config: {}, ...context }),
    /** Of the command that resets, and of changed settings, environment files and scripts. */
    clear: () => {
      httpFileStore.clear();
    },
  };
  return { httpyac, documentStore, output };
};
