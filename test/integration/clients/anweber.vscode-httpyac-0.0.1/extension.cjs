const path = require('node:path');
const process = require('node:process');
// Installed for the tests, as a copy elsewhere.
const httpyac = require(path.join(process.env.TEST_PROJECT_FOLDER, 'node_modules/httpyac'));

/** The part of what httpyac for VS Code exports that other extensions can work with. */
exports.activate = () => {
  Object.assign(httpyac.io.fileProvider, {
    isAbsolute: (file) => Promise.resolve(path.isAbsolute(String(file))),
    exists: () => Promise.resolve(false),
    dirname: () => undefined,
    hasExtension: () => false,
  });
  return { httpyac, documentStore: { httpFileStore: new httpyac.store.HttpFileStore() } };
};
