/** The first bytes of gzip (RFC 1952, 2.3.1), as they read once UTF-8 has been decoded. */
const GZIP = '\u001F\uFFFD';

/** Whether a text is that of a file which gzip compressed. @param beginning - the first two characters of it, or more */
export function isCompressed(beginning: string): boolean {
  return beginning.startsWith(GZIP);
}

/** A text without the byte order mark that some editors put in front. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
