import type { Tr, TrField } from '../../core/model/tr.ts';
import type { KiwoomRequest } from '../request/kiwoomRequest.ts';
import type { HttpFile } from '../syntax/httpFile.ts';
import type { TextEdit } from '../syntax/textRange.ts';
import type { RequiredHeader } from './httpDiagnostic.ts';

/** One way to put a diagnostic right: an edit of the file, or something to do. */
export type DiagnosticFix =
  | (EditingFix & { readonly edits: readonly TextEdit[] })
  | { readonly kind: 'issue-token' | 'switch-account' };

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
      /** The value of `api-id`; it is left empty where only its author knows it. */
      readonly apiId?: string;
    }
  | { readonly kind: 'add-fields'; readonly names: readonly string[] }
  | { readonly kind: 'use-value'; readonly value: string; readonly label: string };

export interface FixInput {
  readonly file: HttpFile;
  /** The one that the diagnostic is about; `undefined` if it is about none. */
  readonly request: KiwoomRequest | undefined;
  /** What makes sense for a field. */
  readonly valueOf: (tr: Tr, field: TrField) => string | readonly string[];
}
