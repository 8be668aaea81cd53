import { describe, expect, it } from '@jest/globals';
import type { ConformanceOptions } from '../../lib/check/options.js';
import type { CHECK_TABLE } from '../../lib/check/options.js';
import type { BALANCER_TABLE } from '../../lib/control/option-table.js';
import type { BalancerOptions } from '../../lib/control/options.js';
import { checkOptions, defaultsOf, keyOf, libraryOptions } from '../../lib/schema/library.js';
import { ineffective, refuseIneffective } from '../../lib/schema/effect.js';
import type { LibraryOptions } from '../../lib/schema/library.js';
import { integer } from '../../lib/schema/number.js';
import { flag, option, optional, type OptionTable } from '../../lib/schema/option.js';
import { time } from '../../lib/schema/time.js';
import { text } from '../../lib/schema/word.js';
import type { Faults } from '../../lib/server/faults/faults.js';
import type { FAULT_TABLE } from '../../lib/server/faults/faults.js';
import type { SERVER_TABLE } from '../../lib/server/options.js';
import { type BackendServerOptions } from '../../lib/server/options.js';
import type { SIMULATION_TABLE } from '../../lib/simulator/plan/option-table.js';
import type { SimulationOptions } from '../../lib/simulator/plan/options.js';

const TABLE = {
  'idle-timeout': option(time, 1000, 'x'),
  'queue-max': optional(integer(0), 'x'),
  'queue-size': optional(integer(0), 'x', { needs: { one: ['queue-max', 'json'] } }),
  json: flag('x'),
  loud: flag('x', { needs: { one: ['json'], advice: 'add --json' } }),
};

/** True when the written type has the very keys of the table, and those that are named. */
type Same<Written, Table extends OptionTable, Beside extends string = never> = [
  Exclude<keyof Written, keyof LibraryOptions<Table> | Beside>,
] extends [never]
  ? [Exclude<keyof LibraryOptions<Table>, keyof Written>] extends [never]
    ? true
    : false
  : false;

/** The compiler holds the documented types and the tables together: what differs is `false` here. */
const SAME: readonly true[] = [
  true satisfies Same<BalancerOptions, typeof BALANCER_TABLE, 'probe' | 'lookup' | 'random'>,
  true satisfies Same<BackendServerOptions, typeof SERVER_TABLE, 'faults'>,
  true satisfies Same<Faults, typeof FAULT_TABLE>,
  true satisfies Same<ConformanceOptions, typeof CHECK_TABLE, 'patienceMs'>,
  true satisfies Same<SimulationOptions, typeof SIMULATION_TABLE, 'scenario' | 'bins'>,
];

describe('a table of options', () => {
  it('has the keys of the type that documents it', () => expect(SAME).not.toContain(false));

  it('names its options for the library, with the unit of a time', () => {
    expect(Object.entries(TABLE).map(([name, each]) => keyOf(name, each))).toEqual([
      'idleTimeoutMs',
      'queueMax',
      'queueSize',
      'json',
      'loud',
    ]);
    expect(defaultsOf(TABLE)).toEqual({ idleTimeoutMs: 1000, json: false, loud: false });
  });

  it('gives the library what is not the default', () => {
    const values = { 'idle-timeout': 1000, 'queue-max': 5, 'queue-size': undefined, json: true, loud: false };
    expect(libraryOptions(TABLE, values)).toEqual({ queueMax: 5, json: true });
  });
});

describe('an option that has no effect with the others', () => {
  const refuse = (values: object): void => refuseIneffective(TABLE, { ...values }, (name) => `--${name}`);

  it('is named as the library calls it where the library is asked', () => {
    expect(() => checkOptions('Options', { queueSize: 3, loud: true }, TABLE)).toThrow(
      'queueSize 3 without queueMax or json does nothing: give both, or leave it out',
    );
  });

  it.each([
    [{ loud: true }, '--loud without --json does nothing: add --json'],
    [
      { 'queue-size': 3, json: false },
      '--queue-size 3 without --queue-max or --json does nothing: give both, or leave it out',
    ],
  ])('is refused: %j', (values, message) => {
    expect(() => refuse(values)).toThrow(
      expect.objectContaining({ code: 'ERR_OPTION_INVALID', kind: 'usage', message }),
    );
  });

  it('is taken with one of those that it needs, or when it is the default', () => {
    expect(() => refuse({ 'queue-size': 3, json: true, loud: true })).not.toThrow();
    expect(() => refuse({ 'queue-size': 3, 'queue-max': 0 })).not.toThrow();
    expect(() => refuse({ loud: false })).not.toThrow();
  });

  it.each([
    [{ loud: true, json: false }, false],
    [{ 'queue-size': 3 }, false],
    [{ 'queue-size': 3, json: true }, true],
  ])('is found from the values of the others: %j', (values, has) => {
    expect(ineffective(TABLE, values, (name) => name)).toHaveLength(has ? 0 : 1);
  });

  it('may need another value of one, for some of its own values', () => {
    const mode = { one: ['mode'], having: (value: unknown) => value === 'forward' };
    const table = {
      mode: option(text, 'named', 'x'),
      to: optional(text, 'x', { needs: mode }),
      depth: optional(integer(0), 'x', { needs: { ...mode, when: (value) => value !== 1 } }),
    };
    const messages = (values: object): string[] =>
      ineffective(table, { ...values }, (name) => `--${name}`).map(({ message }) => message);
    expect(messages({ to: 'a:1' })).toEqual(['--to a:1 with --mode named does nothing']);
    expect(messages({ to: 'a:1', mode: 'forward' })).toEqual([]);
    expect(messages({ depth: 1, mode: 'echo' })).toEqual([]);
    expect(messages({ depth: 2, mode: 'echo' })).toEqual(['--depth 2 with --mode echo does nothing']);
  });

  it('is not looked for where nothing is known of what it needs', () => {
    const table = { to: optional(text, 'x', { needs: { one: ['mode'], having: () => false } }) };
    expect(ineffective(table, { to: 'a:1' }, (name) => name)).toEqual([]);
    expect(ineffective(table, { to: 'a:1', mode: 'x' }, (name) => name)).toHaveLength(1);
  });
});
