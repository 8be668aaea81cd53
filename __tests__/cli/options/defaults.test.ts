import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { COMMANDS } from '../../../lib/cli/commands/index.js';
import { COMMON } from '../../../lib/cli/options/groups.js';
import { resolveValues } from '../../../lib/cli/options/resolve-values.js';
import { without, type OptionTable } from '../../../lib/schema/option.js';
import { FAULT_TABLE } from '../../../lib/server/faults/faults.js';
import { cleanup } from '../../helpers/cleanup.js';

const onEnd = cleanup();
const commands: { readonly name: string; readonly options: OptionTable }[] = [];
for (const command of COMMANDS)
  commands.push({ name: command.name, options: (await command.load()).options });
/** Every option of every command that has a default, with the text that `--help` shows for it. */
const DEFAULTS = commands.flatMap(({ name: command, options }) =>
  Object.entries(options).flatMap(([name, option]) =>
    option.defaultText === undefined ? [] : [{ command, name, option, text: option.defaultText }],
  ),
);

describe('the default that --help shows', () => {
  it('is there for the options of every command', () => {
    expect(new Set(DEFAULTS.map(({ command }) => command))).toEqual(
      new Set(COMMANDS.map(({ name }) => name)),
    );
    expect(DEFAULTS.length).toBeGreaterThan(80);
  });

  it.each(DEFAULTS)(
    '$text of $command --$name is a value that says the same as leaving it out',
    async ({ name, option, text }) => {
      const table = { config: COMMON.config, [name]: option };
      const variable = `LBSIM_${name.toUpperCase().replaceAll('-', '_')}`;
      const leftOut = await resolveValues(table, { argv: {}, env: {} });

      expect(await resolveValues(table, { argv: { [name]: text }, env: {} })).toEqual(leftOut);
      expect(await resolveValues(table, { argv: { [name]: text.toUpperCase() }, env: {} })).toEqual(leftOut);
      expect(await resolveValues(table, { argv: {}, env: { [variable]: text } })).toEqual(leftOut);
      if (name === 'config') return;
      const config = await file(`${JSON.stringify(name)}: ${JSON.stringify(text)}`);
      expect((await resolveValues(table, { argv: { config }, env: {} }))[name]).toEqual(leftOut[name]);
    },
  );

  it.each([
    ['balance', 'rate-limit', 'rate-limit: 5', 'off'],
    ['balance', 'max-per-backend', 'max-per-backend: 1', 'unlimited'],
    ['balance', 'backup', 'backup: 127.0.0.1:9', 'none'],
    ['balance', 'deny', 'deny: [10.0.0.0/8, fd00::/8]', 'none'],
    ['balance', 'allow', 'allow: 10.0.0.0/8', 'all'],
    ['balance', 'trust', 'trust: 10.0.0.0/8', 'none'],
    ['balance', 'slow-start', 'slow-start: 1m', 'off'],
    ['balance', 'record', 'record: run.jsonl', 'none'],
    ['balance', 'log-file', 'log-file: lb.log', 'none'],
    ['simulate', 'scenario', 'scenario: burst', 'none'],
    ['simulate', 'max-per-backend', 'max-per-backend: 3', 'unlimited'],
    ['server', 'latency', 'latency: 1s', 'off'],
    ['client', 'rate', 'rate: 100', 'unlimited'],
    ['check', 'only', 'only: bytes', 'all'],
  ])('of %s --%s takes back what a file says (%s)', async (command, name, content, text) => {
    const option = DEFAULTS.find((each) => each.command === command && each.name === name)?.option;
    const table: OptionTable = { config: COMMON.config, ...(option && { [name]: option }) };
    const config = await file(content);

    const values = await resolveValues(table, { argv: { config, [name]: text }, env: {} });

    expect(values[name]).toEqual(option?.value);
  });

  it('is refused among other values of a list, which it contradicts', async () => {
    const deny = DEFAULTS.find(({ name }) => name === 'deny')?.option;
    await expect(
      resolveValues({ ...(deny && { deny }) }, { argv: { deny: ['none', '10.0.0.0/8'] }, env: {} }),
    ).rejects.toThrow("'none' is not a network");
  });

  it('is shown for each fault, and off ends it', () => {
    const faults = Object.entries(without(FAULT_TABLE, 'direction'));
    for (const [name, option] of faults.filter(([, { kind }]) => kind.flag !== true))
      expect([name, option.defaultText]).toEqual([name, 'off']);
  });

  it('of --slow-start in a scenario is off, whatever the scenario says', () => {
    const simulate = commands.find(({ name }) => name === 'simulate');
    expect(simulate?.options['slow-start']?.kind.parse('off')).toBe(0);
  });
});

async function file(content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lbsim-'));
  onEnd(() => rm(folder, { recursive: true }));
  const path = join(folder, 'lb.yaml');
  await writeFile(path, content);
  return path;
}
