import { describe, expect, it } from '@jest/globals';
import { withoutForeign } from '../../../lib/cli/options/foreign-variables.js';
import { SIMULATION_OPTIONS } from '../../../lib/cli/commands/simulation-options.js';
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
