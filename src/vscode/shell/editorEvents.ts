import * as vscode from 'vscode';
import type { EditorEvents } from '../../core/lifecycle/session.ts';

/** Adapts VS Code's events of this window for the domain. */
export function editorEvents(secrets: vscode.SecretStorage): EditorEvents {
  return {
    onFocusChange: (listener) => {
      let last = vscode.window.state.focused;
      return vscode.window.onDidChangeWindowState(({ focused }) => {
        // The event also fires when the window becomes idle or active.
        if (focused === last) return;
        last = focused;
        listener(focused);
      });
    },
    onTrustGranted: (listener) => vscode.workspace.onDidGrantWorkspaceTrust(listener),
    onSecretsChange: (listener) => secrets.onDidChange(listener),
    onExtensionsChange: (listener) => vscode.extensions.onDidChange(listener),
  };
}
