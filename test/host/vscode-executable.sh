#!/bin/sh
# Stands in for the VS Code executable that @vscode/test-electron starts; see vscodeExecutable.ts.
# The project's own Node is named because the machine's may be too old to run TypeScript.
here=$(dirname "$0")
exec "$here/../../node_modules/.bin/node" "$here/vscodeExecutable.ts" "$@"
