import assert from 'node:assert/strict';
import type { TrField } from '../../../../src/core/model/tr.ts';
import { fieldComments } from '../../../../src/httpFile/template/fieldComments.ts';

describe('Comments about fields', () => {
  const words = {
    required: '필수',
    optional: '선택',
    length: (characters: number) => `${characters}자`,
  };
  const field: TrField = {
    name: 'trde_tp',
    nameKo: '매매구분',
    type: 'string',
    required: true,
    length: 2,
    values: [
      ['0', '보통'],
      ['3', '시장가'],
    ],
  };

  it('name it, say what it takes, and list the allowed codes', () => {
    assert.deepEqual(fieldComments([field], words), [
      'trde_tp 매매구분 (필수, 2자): 0 보통, 3 시장가',
    ]);
  });

  it('go on in the next line after 100 columns, of which a Korean letter takes two', () => {
    const values = Array.from({ length: 9 }, (_, code) => [String(code), '조건부지정가'] as const);
    const lines = fieldComments([{ ...field, values }], words);
    assert.deepEqual(lines, [
      `trde_tp 매매구분 (필수, 2자): ${Array.from({ length: 4 }, (_, code) => `${code} 조건부지정가`).join(', ')},`,
      `  ${Array.from({ length: 5 }, (_, code) => `${code + 4} 조건부지정가`).join(', ')}`,
    ]);
  });
});
