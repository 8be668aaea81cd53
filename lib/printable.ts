/**
 * Text from a peer, a file or an argument on one line of a terminal: control characters (C0, DEL and C1), line and
 * paragraph separators and the controls of bidirectional text become escapes of JSON, so that it cannot forge a line,
 * drive a terminal or reorder what is read. JSON stays JSON with the same meaning.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
