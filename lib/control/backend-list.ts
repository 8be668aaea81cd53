import { isLookedUp, written, type BackendEntry, type LookedUpBackends } from '../discovery/entries.js';
import { optionError } from '../errors.js';
import { checkShape } from '../option-shape.js';
import { MAX_WEIGHT, type BackendSpec } from '../routing/backend.js';
import { host, isHost, splitAddress, namingPart } from '../schema/address.js';
import { badValue, defineKind, type Kind, type Parts } from '../schema/kind.js';
import { listSchema } from '../schema/list.js';
import { integer, targetPort } from '../schema/number.js';
import { flagKind, text as anyText } from '../schema/word.js';
import { dnsName, readLookedUp } from './looked-up-backends.js';

const BACKEND = /^(?:(?<name>[^=@]+)=)?(?<address>[^@=]+)(?:@(?<weight>.*))?$/;
const RANGE = '[name=]host:port[@weight], [name=]dns:name:port[@weight], [name=]srv:name, …';

/** How each part of a backend is written. */
const FIELDS = {
  host,
  port: targetPort,
  name: anyText,
  weight: integer(1, MAX_WEIGHT),
  backup: flagKind,
} as const satisfies Record<keyof BackendSpec, Kind<unknown>>;

/** The forms of an entry that is an object, by the key that tells which one it is. */
const FORMS = {
  host: { what: 'backend', kinds: FIELDS, required: ['host', 'port'] },
  dns: {
    what: 'backends',
    kinds: {
      dns: dnsName,
      port: FIELDS.port,
      name: FIELDS.name,
      weight: FIELDS.weight,
      backup: FIELDS.backup,
    },
    required: ['dns', 'port'],
  },
  srv: {
    what: 'backends',
    kinds: { srv: dnsName, name: FIELDS.name, backup: FIELDS.backup },
    required: ['srv'],
  },
} as const satisfies Record<string, Parts>;

/** `[name=]host:port[@weight]` and names in DNS, comma-separated; in a file also objects. */
export const backendList: Kind<readonly BackendEntry[], ''> = {
  ...defineKind({
    type: 'objects',
    range: RANGE,
    joinedBy: ',',
    schema: listSchema({ anyOf: [{ type: 'string' }, ...Object.values(FORMS).map(objectSchema)] }),
    parse: (text: string): readonly BackendEntry[] => {
      if (text.trim() === '') throw badValue(text, 'names no backend', 'host:port[,host:port…]');
      return text.split(',').map((entry) => parseEntry(entry.trim()));
    },
    show: (entries) => entries.map(shownEntry).join(','),
    parts: formOf,
  }),
  check(_name, entries) {
    for (const entry of entries) {
      if (isLookedUp(entry)) refuseBadLookup(entry);
      else refuseBadBackend(entry);
    }
  },
};

/** Refuses what is not one backend with a host. @throws LbsimError `ERR_OPTION_INVALID` */
export function refuseBadBackend(spec: BackendSpec): void {
  refuseBadShape('BackendSpec', spec, FORMS.host);
  if (spec.host === '')
    throw optionError(`host '' of a backend with port ${spec.port} is empty: use one such as 127.0.0.1`);
  if (!isHost(spec.host))
    throw badValue(
      spec.host,
      'is not a host',
      'one such as 127.0.0.1, app.lan or ::1 (IPv6 without brackets)',
    );
}

function refuseBadLookup(entry: LookedUpBackends): void {
  const form = formOf(entry);
  refuseBadShape('dns' in entry ? 'DnsBackends' : 'SrvBackends', entry, form);
  const given: Readonly<Record<string, unknown>> = { ...entry };
  for (const [name, kind] of Object.entries(form.kinds))
    if (given[name] !== undefined) kind.check(name, given[name]);
}

function refuseBadShape(type: string, entry: object, { kinds, required }: Parts): void {
  const shape = Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, kind.type]));
  checkShape(type, entry, shape, required);
}

function formOf(object: object): Parts {
  if ('dns' in object) return FORMS.dns;
  return 'srv' in object ? FORMS.srv : FORMS.host;
}

function shownEntry(entry: BackendEntry): string {
  return isLookedUp(entry) ? written(entry) : `${entry.host}:${entry.port}`;
}

function parseEntry(text: string): BackendEntry {
  const { name, address = '', weight } = BACKEND.exec(text)?.groups ?? {};
  const given = {
    ...(name !== undefined && { name: name.trim() }),
    ...(weight !== undefined && {
      weight: namingPart(text, 'backend', 'weight', () => FIELDS.weight.parse(weight)),
    }),
  };
  const lookedUp = readLookedUp(text, address, weight);
  if (lookedUp !== undefined) return { ...lookedUp, ...given };
  const where = splitAddress(address);
  if (where === undefined) {
    throw badValue(
      text,
      'is not a backend',
      '[name=]host:port[@weight], such as 127.0.0.1:8881 or B1=[::1]:8881@3',
    );
  }
  const port = namingPart(text, 'backend', 'port', () => FIELDS.port.parse(where.port));
  return { host: where.host, port, ...given };
}

function objectSchema({ kinds, required }: Parts): object {
  const properties = Object.fromEntries(Object.entries(kinds).map(([name, { schema }]) => [name, schema]));
  return { type: 'object', properties, required, additionalProperties: false };
}
