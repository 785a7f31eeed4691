import type { Tr, TrField } from '../../core/model/tr.ts';
import { fieldsOf, requestField } from '../request/trField.ts';
import type { NamePlace, ValuePlace } from '../syntax/bodyPlace.ts';
import { insertionAt } from '../syntax/textRange.ts';
import { bodyTemplate } from '../template/bodyTemplate.ts';
import { fieldValue } from '../template/fieldValues.ts';
import { escapedSnippet, snippetText } from '../template/template.ts';
import type { Completion, CompletionSite } from './completion.ts';
import type { CursorPlace } from './cursorPlace.ts';

/** Completes names of missing fields, and values of a field. */
export function bodyCompletions(
  site: CompletionSite<CursorPlace & { kind: 'name' | 'value' }>,
): Completion[] {
  const { place } = site;
  return place.kind === 'name'
    ? nameCompletions({ ...site, place })
    : valueCompletions({ ...site, place });
}

/** Completes an empty body with the complete template, as in an inserted request. */
export function emptyBodyCompletions(
  site: CompletionSite<CursorPlace & { kind: 'empty-body' }>,
): Completion[] {
  const { request, place, today } = site;
  const { tr } = request;
  if (!tr?.fieldsKnown) return [];
  const names = fieldsOf(tr, []).map(({ name }) => name);
  return [
    {
      kind: 'body',
      label: names.length === 0 ? '{}' : `{ ${names.join(', ')} }`,
      description: tr.nameKo,
      snippet: snippetText(bodyTemplate(tr, today)),
      range: place.range,
      filter: '{',
      tr,
    },
  ];
}

function nameCompletions(site: CompletionSite<NamePlace>): Completion[] {
  const { request, place, today } = site;
  const { tr } = request;
  if (tr === undefined) return [];
  return fieldsOf(tr, place.parents)
    .filter(({ name }) => !place.siblings.includes(name))
    .map((field) => {
      const name = JSON.stringify(field.name);
      // Opens the list of codes at once, because the labels explain them.
      const chooses = (field.values?.length ?? 0) > 1;
      const value = chooses ? '"$1"' : valueSnippet(tr, field, today, 1);
      const comma = place.commaMissingAfter ? ',' : '';
      return {
        kind: 'field',
        label: field.name,
        description: field.nameKo,
        snippet: place.hasColon ? name : `${name}: ${value}${comma}`,
        range: place.range,
        filter: quoted(name, site),
        ...(place.commaMissingAt && { edits: [insertionAt(place.commaMissingAt, ',')] }),
        ...(chooses && !place.hasColon && { continues: true }),
        tr,
        field,
      };
    });
}

function valueCompletions(site: CompletionSite<ValuePlace>): Completion[] {
  const { request, place, today } = site;
  const { tr } = request;
  const field = tr && requestField(tr, place.parents, place.name);
  if (tr === undefined || field === undefined || field.type === 'list') return [];
  const usual = [fieldValue(tr, field, today)].flat().filter((value) => value !== '');
  const realTime = tr.transport === 'websocket' && field.parent === 'data' && field.name === 'type';
  const values = realTime
    ? site.catalogue.all.filter(isRealTime).map(({ id, nameKo }) => [id, nameKo] as const)
    : (field.values ?? usual.map((value) => [value, field.nameKo] as const));
  const inOwnList = field.type === 'string[]' && !place.inList;
  return values.map(([code, label]) => {
    const text = JSON.stringify(code);
    return {
      kind: 'value',
      label: code === '' ? '""' : code,
      description: label,
      snippet: escapedSnippet(inOwnList ? `[${text}]` : text),
      range: place.range,
      filter: quoted(text, site),
      tr,
      field,
    };
  });
}

/** Real-time TRs are registered by id; other WebSocket TRs are calls of their own. */
function isRealTime({ transport, id }: Tr): boolean {
  return transport === 'websocket' && id.length === 2;
}

function valueSnippet(tr: Tr, field: TrField, today: string, stop: number): string {
  if (field.type === 'list') return `[{$${stop}\\}]`;
  const [value = ''] = [fieldValue(tr, field, today)].flat();
  const text = `"\${${stop}:${escapedSnippet(JSON.stringify(value).slice(1, -1))}}"`;
  return field.type === 'string[]' ? `[${text}]` : text;
}

/** Includes a quote only if the text to match starts with one. */
function quoted(json: string, { file, place }: CompletionSite<NamePlace | ValuePlace>): string {
  const { line, character } = place.range.start;
  return file.lines[line]?.charAt(character) === '"' ? json : json.slice(1, -1);
}
