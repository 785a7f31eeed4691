const vscode = require('vscode');

/** Counts how often its own environment list was asked for. */
exports.activate = (context) => {
  const seen = { switches: 0 };
  context.subscriptions.push(
    vscode.commands.registerCommand('rest-client.switch-environment', () => {
      seen.switches += 1;
    }),
  );
  return seen;
};
