import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { balanceCommand } from '../../lib/cli/commands/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFile } from '../helpers/folder.js';
import { onlyWhere } from '../helpers/only-where.js';
import { LBSIM } from '../helpers/terminal.js';

const onEnd = cleanup();
const UNIT = readFileSync(
  fileURLToPath(new URL('../../examples/lbsim-balance.service', import.meta.url)),
  'utf8',
);
const INSTALLED = '/usr/local/bin/lbsim';

/** The values of a setting, in their order. */
const valuesOf = (setting: string): string[] =>
  [...UNIT.matchAll(new RegExp(`^${setting}=(.*)$`, 'gm'))].map(([, value = '']) => value);

describe('examples/lbsim-balance.service', () => {
  onlyWhere(spawnSync('systemd-analyze', ['--version']).status === 0, 'systemd-analyze is needed').it(
    'is a unit that systemd accepts without a warning',
    async () => {
      const unit = await temporaryFile(onEnd, 'lbsim-balance.service', UNIT.replaceAll(INSTALLED, LBSIM));
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', unit], {
        encoding: 'utf8',
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    },
  );

  it('is of the type whose messages lbsim sends, by a process of its own', () => {
    expect([valuesOf('Type'), valuesOf('NotifyAccess')]).toEqual([['notify'], ['all']]);
  });

  it('runs commands of lbsim as they are, and kills no connection before its time', () => {
    const words = [...valuesOf('ExecStartPre'), ...valuesOf('ExecStart')].map((line) => line.split(' '));
    expect(words.map(([program]) => program)).toEqual([INSTALLED, INSTALLED]);
    const options = words[1]?.slice(2).filter((word) => word.startsWith('--')) ?? [];
    expect(options.length).toBeGreaterThan(0);
    for (const option of options) expect(Object.keys(balanceCommand.options)).toContain(option.slice(2));
    const { defaultText = '' } = balanceCommand.options['drain-timeout'] ?? {};
    expect(Number(valuesOf('TimeoutStopSec'))).toBeGreaterThan(parseFloat(defaultText));
  });
});
