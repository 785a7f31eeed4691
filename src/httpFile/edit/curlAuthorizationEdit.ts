import { authorizationHeaderName, authorizationHeaders } from '../request/authorizationHeader.ts';
import type { CurlHeader, CurlRequest, HttpFile } from '../syntax/httpFile.ts';
import type { TextEdit } from '../syntax/textRange.ts';
import { fits, headerInsertion, quoted } from './headerInsertion.ts';

/** Edits, in document order, that leave exactly this authorization in the command. */
export function curlAuthorizationEdits(
  file: HttpFile,
  request: CurlRequest,
  value: string,
): TextEdit[] {
  const [first, ...others] = authorizationHeaders(request.headers);
  if (first === undefined)
    return [headerInsertion(file, request, [{ name: authorizationHeaderName, value }])];
  const removals = others.map((header) => removal(request, header));
  return first.value.text === value ? removals : [replacement(first, value), ...removals];
}

function replacement(
  { name, value, quote, argument, attachedOption }: CurlHeader,
  newValue: string,
): TextEdit {
  if (quote !== undefined && fits(newValue, quote)) {
    return { range: value.range, newText: value.text === '' ? ` ${newValue}` : newValue };
  }
  const option =
    attachedOption.endsWith('=') || attachedOption === '' ? attachedOption : `${attachedOption} `;
  return { range: argument.range, newText: `${option}${quoted(`${name.text}: ${newValue}`)}` };
}

/** Removes the option with the blanks and the line continuation before it; keeps comment lines in between. */
function removal({ words }: CurlRequest, { optionIndex, argument }: CurlHeader): TextEdit {
  const { start: optionStart } = (words[optionIndex] ?? argument).range;
  const wordBefore = words[optionIndex - 1]?.range.end;
  const start =
    wordBefore !== undefined && optionStart.line - wordBefore.line <= 1 ? wordBefore : optionStart;
  return { range: { start, end: argument.range.end }, newText: '' };
}
