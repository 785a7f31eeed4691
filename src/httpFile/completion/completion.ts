import type { Tr, TrCatalogue, TrField } from '../../core/model/tr.ts';
import type { KiwoomRequest } from '../request/kiwoomRequest.ts';
import type { HttpFile, HttpRequest } from '../syntax/httpFile.ts';
import type { TextEdit, TextRange } from '../syntax/textRange.ts';
import type { CursorPlace } from './cursorPlace.ts';

/** A completion item. */
export interface Completion {
  readonly kind: 'header' | 'variable' | 'tr' | 'path' | 'field' | 'value' | 'body';
  readonly label: string;
  /** Documentation from the API guide, in Korean. */
  readonly description?: string;
  /** In VS Code's snippet syntax. */
  readonly snippet: string;
  /** Replaced range: on one line, containing the cursor. */
  readonly range: TextRange;
  /** Text that the typed prefix is matched against. */
  readonly filter: string;
  /** Additional edits elsewhere, not overlapping. */
  readonly edits?: readonly TextEdit[];
  /** Whether to trigger completion again after insertion. */
  readonly continues?: boolean;
  /** The TR it belongs to. */
  readonly tr?: Tr;
  readonly field?: TrField;
}

/** A Kiwoom request with the cursor's place in it. */
export interface CompletionSite<Place = CursorPlace> {
  readonly file: HttpFile;
  readonly message: HttpRequest;
  readonly request: KiwoomRequest;
  readonly catalogue: TrCatalogue;
  readonly place: Place;
  readonly today: string;
}
