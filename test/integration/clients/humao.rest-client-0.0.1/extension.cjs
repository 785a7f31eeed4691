const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { request: open } = require('node:http');
const { homedir } = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { URL } = require('node:url');
const vscode = require('vscode');
const reading = require('./reading.cjs');

const folder = path.join(homedir(), '.rest-client');
const historyFile = path.join(folder, 'history.json');
const environmentFile = path.join(folder, 'environment.json');

function readJson(file, otherwise) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : otherwise;
}

function writeJson(file, value) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(value));
}

/**
 * The variables of the environment that is selected, which is one for all windows, and those of `$shared`.
 *
 * @throws TypeError where either is missing, as REST Client does
 */
function environmentVariables(document) {
  const { name } = readJson(environmentFile, { name: '$shared' });
  const all = vscode.workspace
    .getConfiguration('rest-client', document)
    .get('environmentVariables');
  const { $shared, [name]: selected } = all;
  return new Map([...Object.entries($shared), ...Object.entries(selected)]);
}

/** In its order: system variables, then those of the file, then those of the environment. */
function valuesFor(document) {
  const fileVariables = reading.fileVariablesOf(document.getText());
  const valueOf = (name) => {
    if (name.startsWith('$processEnv ')) {
      const [, indirect, variable] = /^\$processEnv\s(%)?(\w+)/.exec(name) ?? [];
      const named = indirect && environmentVariables(document).get(variable);
      return process.env[named ?? variable] ?? '';
    }
    const ofFile = fileVariables.get(name);
    if (ofFile !== undefined) return reading.replaceVariables(ofFile, valueOf);
    return environmentVariables(document).get(name);
  };
  return valueOf;
}

/** In the words of the library that REST Client sends with. */
function faultOf(url) {
  if (url.startsWith('/')) return '`input` must not start with a slash when using `prefixUrl`';
  return URL.canParse(url) ? undefined : 'Invalid URL';
}

/** Keeps method, headers and body where it is sent on, as the library does that REST Client sends with. */
function send({ method, url, headers, body }, followsRedirects) {
  return new Promise((resolve, reject) => {
    const outgoing = open(url, { method, headers }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (part) => (text += part));
      incoming.on('error', reject).on('end', () => {
        const { location } = incoming.headers;
        const moved = [301, 302, 307, 308].includes(incoming.statusCode) && location !== undefined;
        if (!moved || !followsRedirects) resolve({ statusCode: incoming.statusCode, body: text });
        else resolve(send({ method, url: new URL(location, url), headers, body }, true));
      });
    });
    outgoing.on('error', reject).end(body);
  });
}

/** Sends the request at the cursor, and keeps it with all of its values. */
async function sendRequest() {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  const { document, selection } = editor;
  const block = reading.blockAt(document.getText(), selection.active.line);
  const text = reading.requestTextOf(block);
  if (text === undefined) return undefined;
  const marks = reading.marksOf(block);
  const resolved = await reading.replaceVariables(text, valuesFor(document));
  if (marks.includes('note')) {
    const question = 'Are you sure you want to send this request?';
    if ((await vscode.window.showWarningMessage(question, 'Yes', 'No')) !== 'Yes') return undefined;
  }
  const configuration = vscode.workspace.getConfiguration('rest-client', document);
  const request = reading.parseRequest(resolved, configuration.get('defaultHeaders'));
  const error = faultOf(request.url);
  if (error !== undefined) {
    void vscode.window.showErrorMessage(error);
    return { error };
  }
  const follows = configuration.get('followredirect') && !marks.includes('no-redirect');
  const response = await send(request, follows);
  const sent = { ...request, startTime: Date.now() };
  writeJson(historyFile, [sent, ...readJson(historyFile, [])].slice(0, 50));
  return response;
}

/** Only this stand-in tells what came back: REST Client exports nothing, and its command gives nothing. */
exports.activate = ({ subscriptions }) => {
  const { registerCommand } = vscode.commands;
  subscriptions.push(
    registerCommand('rest-client.request', sendRequest),
    // REST Client would show its list of environments.
    registerCommand('rest-client.switch-environment', () => undefined),
  );
};
