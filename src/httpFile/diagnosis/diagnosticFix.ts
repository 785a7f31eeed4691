import type { Tr, TrField } from '../../core/model/tr.ts';
import type { KiwoomRequest } from '../request/kiwoomRequest.ts';
import type { HttpFile } from '../syntax/httpFile.ts';
import type { TextEdit } from '../syntax/textRange.ts';
import type { RequiredHeader } from './httpDiagnostic.ts';

/** A quick fix: an edit of the file, or a command. */
export type DiagnosticFix =
  | (EditingFix & { readonly edits: readonly TextEdit[] })
  | { readonly kind: 'issue-token' | 'switch-account' | 'switch-gateway-on' };

type EditingFix =
  | { readonly kind: 'use-reference' | 'use-token' | 'use-host'; readonly reference: string }
  | { readonly kind: 'use-path'; readonly path: string }
  | { readonly kind: 'use-api-id'; readonly apiId: string }
  | { readonly kind: 'use-post' | 'repair-json' | 'separate-requests' | 'comment-out' }
  | { readonly kind: 'use-capitals'; readonly capitals: string }
  | { readonly kind: 'remove-version'; readonly version: string }
  | { readonly kind: 'use-scheme' | 'remove-scheme'; readonly scheme: string }
  | {
      readonly kind: 'add-headers';
      readonly names: readonly RequiredHeader[];
      /** Value of `api-id`; empty where it cannot be guessed. */
      readonly apiId?: string;
    }
  | { readonly kind: 'add-fields'; readonly names: readonly string[] }
  | { readonly kind: 'use-value'; readonly value: string; readonly label: string };

export interface FixInput {
  readonly file: HttpFile;
  /** The request of the diagnostic; `undefined` outside requests. */
  readonly request: KiwoomRequest | undefined;
  /** Suggested value for a field. */
  readonly valueOf: (tr: Tr, field: TrField) => string | readonly string[];
}
