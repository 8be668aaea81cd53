import { isIPv6 } from 'node:net';
import { LbsimError, optionError } from '../errors.js';
import { checkShape } from '../option-shape.js';
import { badValue, defineKind, type Kind } from './kind.js';
import { targetPort } from './number.js';

const ADDRESS = /^(?:\[(?<ipv6>[^[\]\s]+)\]|(?<host>[^:[\]\s]+)):(?<port>[^:]*)$/;

/** A host and a port, as `net` has them. */
export interface WrittenAddress {
  readonly host: string;
  readonly port: number;
}

/** What can be a host name, or an IPv4 address. */
const NAME = /^[^:[\]\s]+$/;

/** Whether it can be a host: a name or an IP address, IPv6 without brackets. */
export function isHost(text: string): boolean {
  return NAME.test(text) || isIPv6(text);
}

/** A host name or an IP address, IPv6 with or without brackets: `localhost`, `::1`, `[fe80::1%eth0]`. */
export const host: Kind<string, ''> = defineKind({
  type: 'string',
  range: 'host name or IP address',
  parse: (text) => {
    const inBrackets = /^\[(.*)\]$/.exec(text.trim())?.[1];
    if (inBrackets === undefined) return text;
    if (!isIPv6(inBrackets)) throw badValue(text, 'is not an IPv6 address', 'one such as ::1 or [::1]');
    return inBrackets;
  },
});

/** A host to listen on. */
export const listeningHost: Kind<string, ''> = {
  ...host,
  check(name, value) {
    if (value === '') throw optionError(`${name} '' is empty: use 127.0.0.1, or 0.0.0.0 for all addresses`);
  },
};

/** `127.0.0.1:8080`, `[::1]:8080`. */
export const address: Kind<WrittenAddress, ''> = defineKind({
  type: 'object',
  range: 'HOST:PORT',
  schema: { type: 'string', pattern: ADDRESS.source.replace(/\?<\w+>/g, '') },
  show: ({ host: where, port }) => `${where.includes(':') ? `[${where}]` : where}:${port}`,
  parse: (text) => {
    const found = splitAddress(text);
    if (found === undefined)
      throw badValue(text, 'is not an address', 'host:port, such as 127.0.0.1:8080 or [::1]:8080');
    return {
      host: found.host,
      port: namingPart(text, 'address', 'port', () => targetPort.parse(found.port)),
    };
  },
});

/** Where to connect. */
export const targetAddress: Kind<WrittenAddress, ''> = {
  ...address,
  check(_, value) {
    checkShape('Address', value, { host: 'string', port: 'number' }, ['host', 'port']);
    targetPort.check('port', value.port);
  },
};

/** Host and port of `127.0.0.1:8080`, `[::1]:8080`, `[fe80::1%eth0]:8080`; undefined for anything else. */
export function splitAddress(text: string): { readonly host: string; readonly port: string } | undefined {
  const { ipv6, host: name, port } = ADDRESS.exec(text)?.groups ?? {};
  const where = ipv6 !== undefined && isIPv6(ipv6) ? ipv6 : name;
  return where === undefined || port === undefined ? undefined : { host: where, port };
}

/** Says in what, and in which part of it, a number is wrong. */
export function namingPart<T>(text: string, what: string, part: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof LbsimError) throw optionError(`${what} '${text}': ${part} ${error.message}`);
    throw error;
  }
}
