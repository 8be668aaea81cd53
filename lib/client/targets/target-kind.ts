import { isIPv6 } from 'node:net';
import { optionError } from '../../errors.js';
import { formatAddress, type Address } from '../../net/address.js';
import { host, namingPart, splitAddress } from '../../schema/address.js';
import { badValue, defineKind, type Kind } from '../../schema/kind.js';
import { lines } from '../../schema/list.js';
import { targetPort } from '../../schema/number.js';

/** A host to connect to, and its port unless that is the one of another option. */
export interface WrittenTarget {
  readonly host: string;
  readonly port?: number;
}

/** Hosts, each with a port or without: `127.0.0.1:8080,[::1]:8090,backup.lan`. */
export const targets: Kind<readonly WrittenTarget[], ''> = defineKind({
  type: 'objects',
  range: 'host or host:port, comma-separated',
  joinedBy: ',',
  schema: lines.schema,
  parse: (text) => {
    const entries = text.split(',').map((entry) => entry.trim());
    if (entries.includes('')) throw badValue(text, 'has an empty entry', 'HOST or HOST:PORT[,HOST:PORT…]');
    return entries.map(parseTarget);
  },
  show: (written) => written.map(shown).join(','),
});

/** The addresses: a port of its own wins over the given one. */
export function withPorts(written: readonly WrittenTarget[], port: number): readonly [Address, ...Address[]] {
  const [first, ...others] = written.map((each) => ({ host: each.host, port: each.port ?? port }));
  if (first === undefined) throw optionError(`no host to connect to: use one such as 127.0.0.1`);
  return [first, ...others];
}

function parseTarget(text: string): WrittenTarget {
  if (!text.includes(':') || isIPv6(text) || text.endsWith(']')) return { host: host.parse(text) };
  const where = splitAddress(text);
  if (where === undefined)
    throw badValue(text, 'is not an address', 'host:port, such as 127.0.0.1:8080 or [::1]:8080');
  return {
    host: where.host,
    port: namingPart(text, 'address', 'port', () => targetPort.parse(where.port)),
  };
}

function shown({ host: where, port }: WrittenTarget): string {
  return port === undefined ? where : formatAddress({ host: where, port });
}
