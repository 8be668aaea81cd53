import { splitAddress } from '../schema/address.js';
import { badValue, defineKind, type Kind } from '../schema/kind.js';
import { listeningPort } from '../schema/number.js';
import { onTcp } from '../metrics/option-table.js';
import { group, optional } from '../schema/option.js';
import { anyCase, filePath } from '../schema/word.js';

/** Where a process is asked and told beside its Unix socket; `off`: nowhere, not even there. */
export type AdminPlace = 'off' | { readonly host: string; readonly port: number };

/** The variable with the token that may change. It is no option: other users can see the command line. */
export const ADMIN_TOKEN = 'LBSIM_ADMIN_TOKEN';
const LOOPBACK = '127.0.0.1';
const OFF = ['off', 'no', 'false'];
const DIGITS = /^\d+$/;
/** A number from 0 to 65535. */
const PORT = String.raw`0*(?:\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])`;
const HOST = String.raw`(?:\[[^[\]\s]+\]|[^:[\]\s]+)`;

/** Matches a port, or one with a host that this matches. */
export function placePattern(host: string): string {
  return `(?:${host}:)?${PORT}`;
}

/** `9900`, `127.0.0.1:9900`, `[::1]:9900`, `off`. */
export const adminPlace: Kind<AdminPlace, ''> = defineKind<AdminPlace>({
  type: 'string',
  range: '[HOST:]PORT, or off',
  words: ['off'],
  schema: {
    anyOf: [
      { type: 'integer', minimum: 0, maximum: 65_535 },
      { type: 'string', pattern: `^(?:${OFF.map(anyCase).join('|')}|${placePattern(HOST)})$` },
      { const: false },
    ],
  },
  parse: (text) => {
    if (OFF.includes(text.toLowerCase())) return 'off';
    if (DIGITS.test(text)) return { host: LOOPBACK, port: listeningPort.parse(text) };
    const address = splitAddress(text);
    if (address === undefined || !DIGITS.test(address.port))
      throw badValue(
        text,
        'is not an address to listen on',
        'a port such as 9900, one with a host such as 127.0.0.1:9900, or off',
      );
    return { host: address.host, port: listeningPort.parse(address.port) };
  },
  show: (place) => (place === 'off' ? place : `${place.host}:${place.port}`),
});

/** Heading in `--help`. */
export const OPERATING = 'Operating it while it runs:';

/** How a running process can be operated. */
export const ADMIN_TABLE = group(OPERATING, {
  admin: optional(
    adminPlace,
    'Admin API for lbsim ctl: [HOST:]PORT opens it on TCP as well, host 127.0.0.1; off opens nothing',
    { defaultText: 'a Unix socket' },
  ),
  'admin-token-file': optional(
    filePath('read'),
    'File of two lines: the token that may change, and the one that may only look; LBSIM_ADMIN_TOKEN gives the first',
    { defaultText: 'random tokens', needs: onTcp },
  ),
});
