import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { COMMANDS } from '../lib/cli/commands/index.js';

const ROOT = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

/** What the schemas have of JSON Schema. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
}

function isValid(value: unknown, schema: Schema): boolean {
  const { type, anyOf, pattern, properties = {}, items, required = [] } = schema;
  if (type !== undefined && ![type].flat().some((each) => isOf(value, each))) return false;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return false;
  if (anyOf !== undefined && !anyOf.some((each) => isValid(value, each))) return false;
  if (typeof value === 'string') return pattern === undefined || new RegExp(pattern, 'u').test(value);
  if (typeof value === 'number') {
    const { minimum = -Infinity, exclusiveMinimum = -Infinity, maximum = Infinity } = schema;
    return value >= minimum && value > exclusiveMinimum && value <= maximum;
  }
  if (Array.isArray(value)) return items === undefined || value.every((one) => isValid(one, items));
  if (typeof value !== 'object' || value === null) return true;
  const entries = Object.entries(value);
  return (
    required.every((name) => name in value) &&
    entries.every(([name, one]) => {
      const property = properties[name];
      return property === undefined ? schema.additionalProperties !== false : isValid(one, property);
    })
  );
}

function isOf(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  return typeof value === type && !Array.isArray(value);
}

const schemaOf = (command: string): Schema => JSON.parse(read(`schemas/${command}.schema.json`)) as Schema;

it('the generated files are those that npm run generate makes now', () => {
  const script = fileURLToPath(new URL('scripts/generate.js', ROOT));
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: '', status: 0 });
});

it('the package has every man page', () => {
  const { man, files } = JSON.parse(read('package.json')) as { man: string[]; files: string[] };
  expect(man).toEqual(['', ...COMMANDS.map(({ name }) => `-${name}`)].map((name) => `./man/lbsim${name}.1`));
  expect(files).toEqual(expect.arrayContaining(['man', 'schemas']));
});

describe('the schema of a config file', () => {
  it.each<[string, object]>([
    ['balance', { $schema: 'x', backends: 'a:1,b:2', port: 0, 'idle-timeout': '5m', reroute: true }],
    ['balance', { backends: ['a:1', { name: 'B2', host: '::1', port: 1, weight: 2, backup: true }] }],
    ['balance', { 'max-per-backend': 'Unlimited', 'rate-limit': 0.5, 'slow-start': 'off', workers: 'auto' }],
    [
      'balance',
      { algorithm: 'ROUND-ROBIN', 'sticky-ttl': 30, port: '8080', deny: ['10.0.0.0/8'], reroute: 'no' },
    ],
    ['server', { bandwidth: '64K', mode: 'http', latency: 0.2, 'log-level': 'warn' }],
    ['client', { count: 10, message: ['a', 'b'] }],
    ['simulate', { backends: '1,1,2', requests: '1e6', load: '0.5:0.9:0.1', clients: 3 }],
  ])('of %s takes %j', (command, file) => expect(isValid(file, schemaOf(command))).toBe(true));

  it.each<[string, object]>([
    ['balance', { algoritm: 'auto' }],
    ['balance', { port: 70_000 }],
    ['balance', { port: 1.5 }],
    ['balance', { 'idle-timeout': 'soon' }],
    ['balance', { algorithm: 'best' }],
    ['balance', { backends: [{ host: 'a' }] }],
    ['balance', { backends: [{ host: 'a', port: 1, wieght: 2 }] }],
    ['server', { hang: 'perhaps' }],
  ])('of %s refuses %j', (command, file) => expect(isValid(file, schemaOf(command))).toBe(false));

  it('takes each word that --help shows as a default', async () => {
    for (const { name, load } of COMMANDS.filter((each) => !['config', 'completion'].includes(each.name))) {
      const schema = schemaOf(name);
      for (const [option, { defaultText }] of Object.entries((await load()).options)) {
        if (option === 'config' || defaultText === undefined) continue;
        expect([name, option, isValid({ [option]: defaultText }, schema)]).toEqual([name, option, true]);
      }
    }
  });
});
