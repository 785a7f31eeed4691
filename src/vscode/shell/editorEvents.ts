import * as vscode from 'vscode';
import type { Unsubscribe } from '../../core/base/event.ts';
import type { EditorEvents } from '../../core/lifecycle/session.ts';

/** Adapts VS Code's events of this window for the domain. */
export function editorEvents(secrets: vscode.SecretStorage): EditorEvents {
  return {
    onFocusChange: (listener) => {
      let last = vscode.window.state.focused;
      return stopOf(
        vscode.window.onDidChangeWindowState(({ focused }) => {
          // The event also fires when the window becomes idle or active.
          if (focused === last) return;
          last = focused;
          listener(focused);
        }),
      );
    },
    onTrustGranted: (listener) => stopOf(vscode.workspace.onDidGrantWorkspaceTrust(listener)),
    onSecretsChange: (listener) => stopOf(secrets.onDidChange(listener)),
    onExtensionsChange: (listener) => stopOf(vscode.extensions.onDidChange(listener)),
  };
}

function stopOf(subscription: vscode.Disposable): Unsubscribe {
  return () => {
    subscription.dispose();
  };
}
