const process = require('node:process');
const vscode = require('vscode');

/**
 * An item in the status bar that looks again when it is clicked, and counts so that the test knows. Names
 * only: a test's screen must not show a token either.
 */
exports.activate = ({ subscriptions }) => {
  const item = vscode.window.createStatusBarItem('variables', vscode.StatusBarAlignment.Right);
  let count = 0;
  const look = () => {
    const names = Object.keys(process.env).filter((name) => name.startsWith('KIWOOM_'));
    count += 1;
    item.text = `Variables (${count}): ${names.sort().join(' ')}`;
  };
  look();
  item.command = 'variableReporter.look';
  item.show();
  subscriptions.push(item, vscode.commands.registerCommand(item.command, look));
};
