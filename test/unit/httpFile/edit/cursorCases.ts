import assert from 'node:assert/strict';
import { authorizationEdit } from '../../../../src/httpFile/edit/authorizationEdit.ts';
import { applyEdits } from '../applyEdits.ts';

export const bearer = 'Bearer {{$processEnv KIWOOM_TOKEN}}';

/** In these texts `¦` is the cursor and `<auth>` the header as it should be. */
export interface Case {
  when: string;
  before: string;
  /** Absent if there is no request at the cursor. */
  after?: string;
}

export function textAndCursor(marked: string): { text: string; line: number } {
  const [above = ''] = marked.split('¦');
  const text = marked.replace('¦', '').replaceAll('<auth>', `Authorization: ${bearer}`);
  return { text, line: above.split(/\r\n|\n/).length - 1 };
}

export function edited(text: string, line: number, value = bearer): string | undefined {
  const edit = authorizationEdit(text, line, value);
  return edit.kind === 'no-request' ? undefined : applyEdits(text, edit.edits);
}

export function check({ before, after }: Case): void {
  const { text, line } = textAndCursor(before);
  const result = edited(text, line);
  if (after === undefined) {
    assert.equal(result, undefined);
    return;
  }
  assert.equal(result, textAndCursor(after).text);
  const again = authorizationEdit(result, line, bearer);
  assert.deepEqual(again, { kind: 'unchanged', edits: [] }, 'a second time changes nothing');
}
