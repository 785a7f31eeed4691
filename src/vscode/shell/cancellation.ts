import type * as vscode from 'vscode';
import type { Disposable } from '../../core/base/event.ts';

/** Disposing of it stops following the cancellation. */
export interface FollowingSignal extends Disposable {
  readonly signal: AbortSignal;
}

/** A signal that aborts with VS Code's token. */
export function abortSignalOf(cancellation: vscode.CancellationToken | undefined): FollowingSignal {
  const abort = new AbortController();
  if (cancellation?.isCancellationRequested === true) abort.abort();
  const listener = cancellation?.onCancellationRequested(() => {
    abort.abort();
  });
  return { signal: abort.signal, dispose: () => void listener?.dispose() };
}
