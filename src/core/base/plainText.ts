/**
 * Sanitises foreign text to one line of plain text: without control characters and line breaks, and
 * without the invisible characters that reorder, hide or join the text around them.
 */
export function plainLine(text: string): string {
  return text
    .replace(/[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}
