import { expect, it } from '@jest/globals';
import { optionValue } from '../../lib/schema/option-text.js';
import { BALANCER_TABLE } from '../../lib/control/option-table.js';

Object.assign(globalThis, { LIVE_OPTIONS: [] }); // the build fills it in
const { changeTo } = await import('../../dashboard/state/live-options.js');

const queueMax = { key: 'queueMax', form: 'number', group: '', help: '' } as const;
const rateLimit = { ...queueMax, key: 'rateLimit', word: { text: 'off', value: 0 } } as const;
const deny = { ...queueMax, key: 'deny', form: 'list', word: { text: 'none', value: [] } } as const;

it.each(['7', '1e3', '+12', '007'])('%s is the number that the command line reads', (text) => {
  expect(changeTo(queueMax, text)).toEqual({ queueMax: optionValue(BALANCER_TABLE['queue-max'], text) });
});

it.each(['1e400', '0x10', '1,000', 'many', '', 'Infinity', 'NaN', '9'.repeat(400)])(
  "what is no number on the command line, '%s', is sent as it is, to be refused",
  (text) => {
    expect(() => optionValue(BALANCER_TABLE['queue-max'], text)).toThrow();
    expect(changeTo(queueMax, text)).toEqual({ queueMax: text });
  },
);

it('says a value that has a word by that word alone, in capitals too', () => {
  expect(changeTo(rateLimit, 'OFF')).toEqual({ rateLimit: 'off' });
  expect(changeTo(rateLimit, '0')).toEqual({ rateLimit: '0' });
  expect(changeTo(rateLimit, '0.5')).toEqual({ rateLimit: 0.5 });
  expect(changeTo(deny, 'None')).toEqual({ deny: 'none' });
});
