const NAMED: Readonly<Record<string, number>> = { r: 0x0d, n: 0x0a, t: 0x09, '\\': 0x5c };
const NAMES = new Map(Object.entries(NAMED).map(([name, byte]) => [byte, `\\${name}`]));
/** A byte by its number, an escape that may be unknown, or text without escapes. */
const PIECE = /\\x[\da-fA-F]{2}|\\.?|[^\\]+/gs;
const QUOTE = 0x22;

/** The bytes of a text in UTF-8, in which `\r`, `\n`, `\t`, `\\` and `\xNN` each stand for a byte; undefined for any other escape. */
export function bytesOf(text: string): Buffer | undefined {
  const pieces: Buffer[] = [];
  for (const [piece] of text.matchAll(PIECE)) {
    const byte = /^\\x../.test(piece) ? Number.parseInt(piece.slice(2), 16) : NAMED[piece.slice(1)];
    if (!piece.startsWith('\\')) pieces.push(Buffer.from(piece));
    else if (byte === undefined) return undefined;
    else pieces.push(Buffer.of(byte));
  }
  return Buffer.concat(pieces);
}

/** The first `max` bytes in quotation marks, with the escapes that {@link bytesOf} reads: `"+PONG\r\n"`, `"\x16\x03…"`. */
export function quotedBytes(bytes: Uint8Array, max = 40): string {
  const text = Array.from(bytes.subarray(0, max), escaped).join('');
  return `"${text}${bytes.length > max ? '…' : ''}"`;
}

function escaped(byte: number): string {
  const isPlain = byte >= 0x20 && byte < 0x7f && byte !== QUOTE;
  return (
    NAMES.get(byte) ?? (isPlain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`)
  );
}
