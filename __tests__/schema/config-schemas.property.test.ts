import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { COMMANDS } from '../../lib/cli/commands/index.js';
import { parseConfig, readFor } from '../../lib/cli/options/config-file.js';
import type { Option } from '../../lib/schema/option.js';
import { runs } from '../helpers/effort.js';

const { schemaOf } = (await import(new URL('../../scripts/option-pages.js', import.meta.url).href)) as {
  schemaOf: (command: object) => object;
};

const WITH_FILES = COMMANDS.filter(({ name }) => !['config', 'completion'].includes(name));

/**
 * Values that a file may have. Of numbers in quotes a schema can tell how they are written only, so those drawn are small; and
 * of what is in lists and their texts it knows the types.
 */
function valuesFor({ kind, defaultText }: Option<unknown>): fc.Arbitrary<unknown> {
  const words = [...(kind.words ?? []), ...(defaultText === undefined ? [] : [defaultText])];
  const scalars = [
    fc.boolean(),
    fc.constant(null),
    fc.integer({ min: -3, max: 3 }),
    fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
    fc.constantFrom(
      0.001,
      0.3,
      0.5,
      1.5,
      255,
      256,
      257,
      65_535,
      65_536,
      2_147_483,
      2_147_484,
      1e16,
      1e308,
      -0.5,
    ),
    fc.record({ a: fc.constant(1) }),
  ];
  const texts = [
    fc.constantFrom(...(words.length > 0 ? words : ['x'])),
    fc.constantFrom('nonsense!', '-', ' '),
  ];
  if (kind.joinedBy !== undefined)
    return fc.oneof(fc.boolean(), fc.constant(null), fc.constant([]), fc.record({ a: fc.constant(1) }));
  return fc.oneof(...scalars, ...texts, fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }));
}

describe.each(WITH_FILES)('the schema of config files of lbsim $name', (entry) => {
  it('takes a value if and only if the command does', async () => {
    const { options } = await entry.load();
    const isValid = new Ajv2020({ strict: false }).compile(schemaOf({ name: entry.name, options }));
    for (const [key, option] of Object.entries(options).filter(([name]) => name !== 'config'))
      await fc.assert(
        fc.asyncProperty(valuesFor(option), async (value) => {
          const { problems } = readFor(options, await parseConfig(JSON.stringify({ [key]: value })));
          expect([key, value, isValid({ [key]: value })]).toEqual([key, value, problems.length === 0]);
        }),
        { numRuns: runs(20) },
      );
  });
});

it.each([
  ['server', 'freeze', 1, true],
  ['server', 'log-file', 5, true],
  ['server', 'host', 7, true],
  ['server', 'bandwidth', 0, false],
  ['server', 'fail-first', Infinity, false],
  ['balance', 'backends', [{ host: 'a', port: 1, backup: 1 }], true],
  ['balance', 'backends', [{ host: 7, port: '80' }], true],
  ['balance', 'port', [8080, 0], false],
  ['simulate', 'queue-timeout', 'for ever', true],
] as const)('of %s: %s %j is valid: %s', async (name, key, value, isRight) => {
  const entry = COMMANDS.find((each) => each.name === name);
  const schema = schemaOf({ name, options: (await entry?.load())?.options });
  expect(new Ajv2020({ strict: false }).validate(schema, { [key]: value })).toBe(isRight);
});

/** The words before what explains them: `for ever` of `for ever; with a scenario its waitTimeout`. */
const WORD = /^(?:for ever|[^\s<>,;]+)(?=$|[,;])/;

describe.each(COMMANDS)('lbsim $name', ({ load }) => {
  it('takes the word that it shows as a default', async () => {
    for (const [name, option] of Object.entries((await load()).options)) {
      const [word] = WORD.exec(option.defaultText ?? '') ?? [];
      if (word === undefined || name === 'config') continue;
      const { problems } = readFor({ [name]: option }, await parseConfig(JSON.stringify({ [name]: word })));
      expect([name, word, problems]).toEqual([name, word, []]);
    }
  });
});
