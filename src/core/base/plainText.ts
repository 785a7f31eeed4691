/**
 * Words from outside as one line of plain text: without controls and line ends, and without the
 * unseen marks that reorder, hide or join the text around them.
 */
export function plainLine(text: string): string {
  return text
    .replace(/[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}
