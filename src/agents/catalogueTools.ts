import type { TrSearch } from '../core/calls/trSearch.ts';
import { liveServer } from '../core/model/liveServer.ts';
import type { Tr, TrCatalogue } from '../core/model/tr.ts';
import { kindOf, trNamed } from './callPlan.ts';
import { describeInput, findInput } from './toolInput.ts';

export function findTr(search: TrSearch, given: unknown): object {
  const { query, limit } = findInput(given);
  const found = search.findByQuestion(query, limit);
  return {
    results: found.map((tr) => ({ ...namesOf(tr), group: tr.group })),
    next_step:
      found.length === 0
        ? 'Try other words in Korean or English, such as 잔고, 일봉, 호가, order book.'
        : 'kiwoom_describe_tr tells the fields of a TR. Only those of the kind "read" can be called freely.',
  };
}

export function describeTr(catalogue: TrCatalogue, given: unknown): object {
  const tr = trNamed(catalogue, describeInput(given));
  return {
    ...namesOf(tr),
    group: tr.group,
    ...(tr.fieldsKnown
      ? {}
      : {
          note: `The fields of this TR are not known here; the guide has them: ${liveServer.guide}`,
        }),
    request: tr.request.map(({ name, nameKo, type, required, length, format, values, parent }) => ({
      name,
      meaning: nameKo,
      ...(type === 'string' ? {} : { type }),
      required: required ?? 'unknown',
      ...(length === undefined ? {} : { max_length: length }),
      ...(format === undefined ? {} : { format }),
      ...(values === undefined ? {} : { values: Object.fromEntries(values) }),
      ...(parent === undefined ? {} : { in: parent }),
    })),
    response: tr.response.map(({ name, nameKo, parent }) => ({
      name,
      meaning: nameKo,
      ...(parent === undefined ? {} : { row_of: parent }),
    })),
  };
}

export function namesOf(tr: Tr): object {
  return { tr: tr.id, name: tr.nameKo, kind: kindOf(tr) };
}
