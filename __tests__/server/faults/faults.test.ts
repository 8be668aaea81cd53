import { describe, expect, it } from '@jest/globals';
import { FAULT_TABLE, faultsOf, NO_FAULTS, parseFault } from '../../../lib/server/faults/faults.js';

describe('a fault', () => {
  it.each([
    ['latency', '300ms', { latencyMs: 300 }],
    ['jitter', '0.1', { jitterMs: 100 }],
    ['bandwidth', '64K', { bandwidth: 65_536 }],
    ['refuse-ratio', '.2', { refuseRatio: 0.2 }],
    ['fail-first', '5', { failFirst: 5 }],
    ['reset-after', '1M', { resetAfter: 1_048_576 }],
    ['close-after', '0', { closeAfter: 0 }],
    ['hang', 'on', { hang: true }],
    ['freeze', '', { freeze: true }],
    ['probe-only', 'no', { probeOnly: false }],
  ])('%s %s is read as %j', (name, text, faults) => expect(parseFault(name, text)).toEqual(faults));

  it.each(Object.keys(FAULT_TABLE))('%s ends by off', (name) => {
    expect(NO_FAULTS).toMatchObject(parseFault(name, 'off'));
  });

  it.each([
    ['hang', 'maybe', "fault hang: 'maybe' is neither on nor off: use on or off"],
    ['latency', 'soon', "fault latency: 'soon' is not a duration: use seconds such as 5"],
  ])('%s %s is refused by its name', (name, text, message) => {
    expect(() => parseFault(name, text)).toThrow(message);
  });

  it('is among those of a command line only when it was given', () => {
    const none = { latency: 0, jitter: 0, bandwidth: Infinity, 'refuse-ratio': 0 };
    const values: Parameters<typeof faultsOf>[0] = {
      ...none,
      'fail-first': 2,
      'reset-after': Infinity,
      'close-after': Infinity,
      hang: false,
      freeze: true,
      'probe-only': false,
      direction: 'downstream',
    };
    expect(faultsOf(values)).toEqual({ failFirst: 2, freeze: true });
  });
});
