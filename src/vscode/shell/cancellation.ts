import type * as vscode from 'vscode';

/** A signal that aborts with VS Code's token; `stop` removes the listener. */
export function abortSignalOf(cancellation: vscode.CancellationToken | undefined): {
  readonly signal: AbortSignal;
  readonly stop: () => void;
} {
  const abort = new AbortController();
  if (cancellation?.isCancellationRequested === true) abort.abort();
  const listener = cancellation?.onCancellationRequested(() => {
    abort.abort();
  });
  return { signal: abort.signal, stop: () => void listener?.dispose() };
}
