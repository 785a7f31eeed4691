import type { Tr, TrCatalogue, TrField } from '../../core/model/tr.ts';
import type { KiwoomRequest } from '../request/kiwoomRequest.ts';
import type { HttpFile, HttpRequest } from '../syntax/httpFile.ts';
import type { TextEdit, TextRange } from '../syntax/textRange.ts';
import type { CursorPlace } from './cursorPlace.ts';

/** Something to write at the cursor. */
export interface Completion {
  readonly kind: 'header' | 'variable' | 'tr' | 'path' | 'field' | 'value' | 'body';
  readonly label: string;
  /** Facts of the API's guide, in Korean as it has them. */
  readonly description?: string;
  /** In VS Code's snippet syntax. */
  readonly snippet: string;
  /** What it replaces: on one line, the cursor within. */
  readonly range: TextRange;
  /** What the text before the cursor is compared with. */
  readonly filter: string;
  /** Elsewhere, and not overlapping. */
  readonly edits?: readonly TextEdit[];
  /** What it leads to is offered at once. */
  readonly continues?: boolean;
  /** What it is about. */
  readonly tr?: Tr;
  readonly field?: TrField;
}

/** A Kiwoom request, and where in it a cursor stands. */
export interface CompletionSite<Place = CursorPlace> {
  readonly file: HttpFile;
  readonly message: HttpRequest;
  readonly request: KiwoomRequest;
  readonly catalogue: TrCatalogue;
  readonly place: Place;
  readonly today: string;
}
