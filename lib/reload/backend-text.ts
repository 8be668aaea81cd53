import { isDeepStrictEqual } from 'node:util';
import { backendList } from '../control/backend-list.js';
import { isLookedUp } from '../discovery/entries.js';
import { formatAddress } from '../net/address.js';
import { nameOfSpec } from '../control/name-of-spec.js';
import type { BackendSpec } from '../routing/backend.js';

/** A backend as the command line has it: `[name=]host:port[@weight]`. */
export function backendText({ name, host, port, weight = 1 }: BackendSpec): string {
  const address = formatAddress({ host, port });
  const prefix = name === undefined || name === address ? '' : `${name}=`;
  return `${prefix}${address}${weight === 1 ? '' : `@${weight}`}`;
}

/** A backend as a config file has it: as a text, or as an object where its name cannot be written so. */
export function backendInFile(spec: BackendSpec): string | Readonly<Record<string, string | number>> {
  const text = backendText(spec);
  if (isRead(text, spec)) return text;
  const { name, host, port, weight = 1 } = spec;
  return { ...(name !== undefined && { name }), host, port, ...(weight !== 1 && { weight }) };
}

function isRead(text: string, spec: BackendSpec): boolean {
  const { host, port, weight = 1 } = spec;
  try {
    const [read, ...others] = backendList.parse(text);
    if (read === undefined || isLookedUp(read)) return false;
    const found = { host: read.host, port: read.port, weight: read.weight ?? 1 };
    const isNamed = nameOfSpec(read) === nameOfSpec(spec);
    return others.length === 0 && isNamed && isDeepStrictEqual(found, { host, port, weight });
  } catch {
    return false;
  }
}
