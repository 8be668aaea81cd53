import { describe, expect, it } from '@jest/globals';
import { withoutForeign } from '../../../lib/cli/options/foreign-variables.js';
import { SIMULATION_OPTIONS } from '../../../lib/cli/commands/simulation-options.js';
import { checkCommand } from '../../../lib/cli/commands/check.js';
import { demoCommand } from '../../../lib/cli/commands/demo.js';
import { PLAYGROUND_TABLE } from '../../../lib/cli/options/playground-table.js';
import { resolveValues } from '../../../lib/cli/options/resolve-values.js';
import { SERVER_TABLE } from '../../../lib/server/options.js';

describe('a variable of all commands', () => {
  it.each([
    ['LBSIM_BACKENDS', '127.0.0.1:8881,127.0.0.1:8882'],
    ['LBSIM_BACKUP', 'spare=[::1]:8889'],
    ['LBSIM_SEED', 'random'],
  ])('is left out where only another command understands it: %s=%s', async (name, text) => {
    expect(await withoutForeign(SIMULATION_OPTIONS, { [name]: text, HOME: '/root' })).toEqual({
      HOME: '/root',
    });
  });

  it('is left out of a backend, as the target of lbsim ctl', async () => {
    expect(await withoutForeign(SERVER_TABLE, { LBSIM_TO: '8080' })).toEqual({});
  });

  it.each([
    ['LBSIM_BACKENDS', '4'],
    ['LBSIM_BACKENDS', 'four'],
    ['LBSIM_SIMULATE_BACKENDS', '127.0.0.1:8881'],
    ['LBSIM_HEALTH_CHECK_INTERVAL', '500ms'],
  ])('stays where the command or none understands it: %s=%s', async (name, text) => {
    expect(await withoutForeign(SIMULATION_OPTIONS, { [name]: text })).toEqual({ [name]: text });
  });
});

/** What an environment for balancers, backends, clients and ctl may have. */
const OF_OTHERS = {
  LBSIM_BACKENDS: '127.0.0.1:8881,127.0.0.1:8882',
  LBSIM_BACKENDS_FILE: '/nowhere/targets.yaml',
  LBSIM_BACKUP: 'spare=[::1]:8889',
  LBSIM_ADMIN: 'off',
  LBSIM_ADMIN_TOKEN: 'abcdefghijklmnop',
  LBSIM_HOST: '0.0.0.0',
  LBSIM_PORT: '9000',
  LBSIM_STICKY_KEY: 'ip',
  LBSIM_RATE: '20',
  LBSIM_ONLY: 'failover',
  LBSIM_HANG: 'on',
  LBSIM_RECORD: '/nowhere/run.jsonl',
  LBSIM_TO: '8080',
};

describe('an environment for other commands', () => {
  it.each([
    ['playground', PLAYGROUND_TABLE, {}],
    ['playground', PLAYGROUND_TABLE, { LBSIM_ADMIN: '0.0.0.0:9900' }],
    ['demo', demoCommand.options, {}],
    ['check', checkCommand.options, {}],
  ])('does not stop lbsim %s', async (command, table, more) => {
    const env = await withoutForeign(table, { ...OF_OTHERS, ...more });
    const argv = { balancer: '127.0.0.1:8080', 'backend-port': '8881' };
    expect(await resolveValues(table, { command, argv, env })).toMatchObject({ 'log-level': 'info' });
  });
});
