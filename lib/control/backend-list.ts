import { optionError } from '../errors.js';
import { checkShape, type Shape } from '../option-shape.js';
import { MAX_WEIGHT, type BackendSpec } from '../routing/backend.js';
import { host, splitAddress, namingPart } from '../schema/address.js';
import { badValue, defineKind, type Kind } from '../schema/kind.js';
import { listSchema } from '../schema/list.js';
import { integer, targetPort } from '../schema/number.js';
import { flagKind, text as anyText } from '../schema/word.js';

const BACKEND = /^(?:(?<name>[^=@]+)=)?(?<address>[^@=]+)(?:@(?<weight>.*))?$/;

/** How each part of a backend is written. */
const FIELDS = {
  host,
  port: targetPort,
  name: anyText,
  weight: integer(1, MAX_WEIGHT),
  backup: flagKind,
} as const satisfies Record<keyof BackendSpec, Kind<unknown>>;

const SHAPE = Object.fromEntries(
  Object.entries(FIELDS).map(([name, { type }]) => [name, type]),
) as unknown as Shape<BackendSpec>;

/** `[name=]host:port[@weight]`, comma-separated; in a file also objects. */
export const backendList: Kind<readonly BackendSpec[], ''> = {
  ...defineKind({
    type: 'objects',
    range: '[name=]host:port[@weight], …',
    joinedBy: ',',
    schema: listSchema({ anyOf: [{ type: 'string' }, objectSchema()] }),
    parse: (text: string): readonly BackendSpec[] => {
      if (text.trim() === '') throw badValue(text, 'names no backend', 'host:port[,host:port…]');
      return text.split(',').map((entry) => parseBackend(entry.trim()));
    },
    show: (backends) => backends.map(({ host: where, port }) => `${where}:${port}`).join(','),
    parts: { what: 'backend', kinds: FIELDS, required: ['host', 'port'] },
  }),
  check(_name, backends) {
    for (const backend of backends) {
      checkShape('BackendSpec', backend, SHAPE, ['host', 'port']);
      if (backend.host === '')
        throw optionError(
          `host '' of a backend with port ${backend.port} is empty: use one such as 127.0.0.1`,
        );
    }
  },
};

function parseBackend(text: string): BackendSpec {
  const parts = BACKEND.exec(text)?.groups;
  const address = splitAddress(parts?.address ?? '');
  if (parts === undefined || address === undefined) {
    throw badValue(
      text,
      'is not a backend',
      '[name=]host:port[@weight], such as 127.0.0.1:8881 or B1=[::1]:8881@3',
    );
  }
  return {
    host: address.host,
    port: namingPart(text, 'backend', 'port', () => FIELDS.port.parse(address.port)),
    ...(parts.name !== undefined && { name: parts.name.trim() }),
    ...(parts.weight !== undefined && {
      weight: namingPart(text, 'backend', 'weight', () => FIELDS.weight.parse(parts.weight ?? '')),
    }),
  };
}

function objectSchema(): object {
  const properties = Object.fromEntries(Object.entries(FIELDS).map(([name, { schema }]) => [name, schema]));
  return { type: 'object', properties, required: ['host', 'port'], additionalProperties: false };
}
