import { isIPv4, isIPv6 } from 'node:net';
import { inOneFamily, plainAddress } from './endpoints.js';
import { complete, INCOMPLETE, invalid, type ProxiedAddresses, type ProxyHeaderResult } from './header.js';

/** Bytes of the longest line, with its CRLF. */
const LONGEST = 107;
/** `PROXY UNKNOWN` may be followed by anything. */
const BEGINNINGS = ['PROXY TCP4 ', 'PROXY TCP6 ', 'PROXY UNKNOWN'];
/** Enough to refuse a stranger at its first letter; addresses and ports are judged in a whole line. */
const SO_FAR = /^(?:.{0,10}|PROXY U.*|PROXY TCP[46] [\da-f.: ]*\r?)$/is;
const TCP_LINE = /^PROXY TCP([46]) ([\da-f.:]+) ([\da-f.:]+) (0|[1-9]\d{0,4}) (0|[1-9]\d{0,4})$/i;
const LARGEST_PORT = 65_535;

/** Version 1: one line of text, `PROXY TCP4 192.0.2.1 192.0.2.2 56324 443` and CRLF. */
export function parseVersion1(bytes: Buffer): ProxyHeaderResult {
  const text = bytes.toString('latin1', 0, LONGEST);
  if (!BEGINNINGS.some((beginning) => beginning.startsWith(text.slice(0, beginning.length))))
    return invalid(`no header of the PROXY protocol: ${JSON.stringify(text.slice(0, 16))}`);
  const end = text.indexOf('\n');
  if (end >= 0) return parseLine(text.slice(0, end + 1));
  if (!SO_FAR.test(text)) return invalid(`malformed line: ${JSON.stringify(text)}`);
  return text.length < LONGEST ? INCOMPLETE : invalid(`no CRLF within ${LONGEST} bytes`);
}

/** @param line - with its line feed */
function parseLine(line: string): ProxyHeaderResult {
  if (!line.endsWith('\r\n')) return invalid(`LF without CR: ${JSON.stringify(line)}`);
  const text = line.slice(0, -2);
  const unknown = text.startsWith('PROXY UNKNOWN');
  const addresses = unknown ? undefined : parseAddresses(text);
  if (!unknown && addresses === undefined) return invalid(`malformed line: ${JSON.stringify(line)}`);
  return complete({ version: 'v1', length: line.length, addresses });
}

function parseAddresses(text: string): ProxiedAddresses | undefined {
  const [, family, source = '', destination = '', ...ports] = TCP_LINE.exec(text) ?? [];
  const isOfFamily = family === '4' ? isIPv4 : isIPv6;
  if (!isOfFamily(source) || !isOfFamily(destination)) return undefined;
  const [sourcePort = NaN, destinationPort = NaN] = ports.map(Number);
  if (Math.max(sourcePort, destinationPort) > LARGEST_PORT) return undefined;
  return {
    source: plainAddress({ host: source, port: sourcePort }),
    destination: plainAddress({ host: destination, port: destinationPort }),
  };
}

export function formatVersion1(addresses: ProxiedAddresses | undefined): Buffer {
  if (addresses === undefined) return Buffer.from('PROXY UNKNOWN\r\n');
  const { family, source, destination } = inOneFamily(addresses);
  const fields = [source.host, destination.host, source.port, destination.port];
  return Buffer.from(`PROXY TCP${family} ${fields.join(' ')}\r\n`);
}
