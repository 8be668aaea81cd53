import { describe, expect, it } from '@jest/globals';
import { COMMANDS } from '../../../lib/cli/commands/index.js';
import { parseConfig, readFor } from '../../../lib/cli/options/config-file.js';
import { problems } from './problems.js';

describe('an empty list', () => {
  /** Those where it says none, as no value does. */
  const TAKEN: Readonly<Record<string, readonly string[]>> = {
    balance: ['backends', 'backup', 'dns-server', 'deny', 'trust'],
    client: ['fail-if'],
    ctl: ['do'],
  };

  it.each(COMMANDS)(
    'is refused by each list of lbsim $name but those where it means none',
    async (command) => {
      const { options } = await command.load();
      const lists = Object.keys(options).filter((key) => options[key]?.kind.joinedBy !== undefined);
      const file = await parseConfig(JSON.stringify(Object.fromEntries(lists.map((key) => [key, []]))));
      const taken = TAKEN[command.name] ?? [];
      expect(readFor(options, file).problems.map(({ message }) => message)).toEqual(
        lists
          .filter((key) => !taken.includes(key))
          .map((key) => `${key} is an empty list: write its items, or leave it out`),
      );
    },
  );

  it('of what something else needs is as good as none', async () => {
    expect(await problems('trust: []\naccept-proxy: true\n')).toEqual([
      expect.stringMatching(/^2:1 accept-proxy without trust/),
    ]);
  });
});
