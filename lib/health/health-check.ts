import { badValue } from '../schema/kind.js';
import { bytesOf } from './escaped-bytes.js';

/** How a health check finds out whether a backend is well. */
export type HealthCheck =
  | { readonly kind: 'tcp' | 'tls' }
  | { readonly kind: 'http'; readonly path: string }
  | { readonly kind: 'exchange'; readonly send: Buffer; readonly expect: Buffer };

/** Bytes of an answer in which the expected text has to come. */
export const MAX_ANSWER_BYTES = 64 * 1024;

const HTTP = /^http:(.*)$/is;
/** What a request line may hold; a second slash would begin the host of a URL. */
const PATH = /^\/(?!\/)[\x21-\x7e]*$/;
const EXCHANGE = /^(?:send:(?<send>.*?),)?expect:(?<expect>.*)$/is;

const WANTED = 'tcp, tls, http:/path, send:TEXT,expect:TEXT or expect:TEXT';

/**
 * Reads `tcp`, `tls`, `http:/path`, `send:TEXT,expect:TEXT` or `expect:TEXT`; the words in any case.
 *
 * @throws LbsimError of kind `usage` whose message begins with the text
 */
export function parseHealthCheck(text: string): HealthCheck {
  const word = text.toLowerCase();
  if (word === 'tcp' || word === 'tls') return { kind: word };
  const path = HTTP.exec(text)?.[1];
  if (path !== undefined) {
    if (!PATH.test(path)) throw badValue(text, 'has no path of a URL', 'one such as http:/health');
    return { kind: 'http', path };
  }
  const exchange = EXCHANGE.exec(text)?.groups;
  if (exchange !== undefined) {
    const [send, expect] = [bytesIn(text, exchange.send ?? ''), bytesIn(text, exchange.expect ?? '')];
    if (expect.length === 0 || expect.length > MAX_ANSWER_BYTES)
      throw badValue(
        text,
        'expects nothing, or more than 64 KiB',
        String.raw`one such as send:PING\r\n,expect:+PONG`,
      );
    return { kind: 'exchange', send, expect };
  }
  if (/^send:/i.test(text))
    throw badValue(text, 'does not say what to expect', String.raw`one such as send:PING\r\n,expect:+PONG`);
  throw badValue(text, 'is not a health check', WANTED);
}

function bytesIn(text: string, part: string): Buffer {
  const bytes = bytesOf(part);
  if (bytes === undefined) throw badValue(text, 'has an unknown escape', String.raw`\r, \n, \t, \\ or \xNN`);
  return bytes;
}
