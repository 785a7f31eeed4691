import type { TrCatalogue } from '../../src/core/model/tr.ts';

export interface LargeHttpFile {
  readonly lines: readonly string[];
  readonly requests: number;
}

/** Requests for the catalogue's TRs in turn, each with all its fields; ten lines on average. */
export function largeHttpFile(catalogue: TrCatalogue, requests = 5000): LargeHttpFile {
  const trs = catalogue.all.filter(({ transport }) => transport === 'rest');
  const lines = ['@host = {{$processEnv KIWOOM_HOST}}', ''];
  for (let index = 0; index < requests; index += 1) {
    const tr = trs[index % trs.length];
    if (tr === undefined) break;
    const members = tr.request.map(
      ({ name, values }) => `  "${name}": "${values?.[0]?.[0] ?? '1'}"`,
    );
    lines.push(
      `### ${tr.nameKo} ${index}`,
      `POST {{host}}${tr.path}`,
      'Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}',
      `api-id: ${tr.id}`,
      '',
      ...(members.length === 0 ? ['{}'] : ['{', ...members.join(',\n').split('\n'), '}']),
      '',
    );
  }
  return { lines, requests };
}
