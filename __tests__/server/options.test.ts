import { describe, expect, it } from '@jest/globals';
import type { Mode } from '../../lib/server/modes/index.js';
import { resolveServerOptions, type BackendServerOptions } from '../../lib/server/options.js';

describe('the options of a backend server', () => {
  it('have defaults', () => {
    expect(resolveServerOptions({})).toEqual({
      name: undefined,
      host: '127.0.0.1',
      port: undefined,
      mode: 'named',
      to: undefined,
      service: undefined,
      slots: Infinity,
      discipline: 'fifo',
      queue: Infinity,
      faults: {},
      seed: 1,
    });
  });

  it('are taken as given', () => {
    const to = { host: '::1', port: 6379 };
    const given = { name: 'Бэкенд 1', host: '::1', port: 65535, mode: 'forward', to } as const;
    const options = { ...given, faults: { hang: true, direction: 'both' } as const, seed: 7 };
    expect(resolveServerOptions(options)).toMatchObject(options);
    const queue = { service: 'erlang:2:5ms', slots: 3, discipline: 'ps', queue: 9 } as const;
    expect(resolveServerOptions(queue)).toMatchObject(queue);
  });

  it.each<[string, BackendServerOptions, string]>([
    [
      'an unknown mode',
      { mode: 'shout' as Mode },
      "unknown mode 'shout': use one of named, echo, http, discard, chargen, forward",
    ],
    [
      'a mode that every object has',
      { mode: 'toString' as Mode },
      "unknown mode 'toString': use one of named, echo, http, discard, chargen, forward",
    ],
    ['a negative port', { port: -1 }, 'port -1 is out of range: use 0 to 65535, 0 for any free one'],
    ['a port too high', { port: 65536 }, 'port 65536 is out of range: use 0 to 65535, 0 for any free one'],
    ['half a port', { port: 80.5 }, 'port 80.5 is out of range: use 0 to 65535, 0 for any free one'],
    [
      'a port that is no number',
      { port: NaN },
      'port NaN is out of range: use 0 to 65535, 0 for any free one',
    ],
    [
      'forwarding to nothing',
      { mode: 'forward' },
      "mode 'forward' has nothing to forward to: give to, such as 127.0.0.1:6379",
    ],
    [
      'a target that is not forwarded to',
      { mode: 'echo', to: { host: '::1', port: 6379 } },
      'to [::1]:6379 with mode echo does nothing: give mode forward, or leave it out',
    ],
    [
      'a target without a port',
      { mode: 'forward', to: { host: '::1', port: 0 } },
      'port 0 is out of range: use 1 to 65535',
    ],
    [
      'a direction of bytes that are not forwarded',
      { faults: { direction: 'upstream' } },
      'direction upstream with mode named does nothing: give mode forward, or leave it out',
    ],
    ['half a seed', { seed: 0.5 }, 'seed 0.5 is not a whole number: use one such as 1'],
    ['an empty host', { host: '' }, "host '' is empty: use 127.0.0.1, or 0.0.0.0 for all addresses"],
    [
      'a name that answers would hide',
      { name: 'a] b' },
      "name 'a] b' cannot be told from its answers: leave out '] '",
    ],
    ['an empty name', { name: '' }, 'name "" is blank or has control characters: use one such as B1'],
    ['a blank name', { name: ' ' }, 'name " " is blank or has control characters: use one such as B1'],
    [
      'a name with a newline',
      { name: 'B1\n' },
      'name "B1\\n" is blank or has control characters: use one such as B1',
    ],
    [
      'a name with an escape',
      { name: '\x1b[31m' },
      'name "\\u001b[31m" is blank or has control characters: use one such as B1',
    ],
  ])('refuse %s', (_what, options, message) => {
    expect(() => resolveServerOptions(options)).toThrow(
      expect.objectContaining({ name: 'LbsimError', kind: 'usage', code: 'ERR_OPTION_INVALID', message }),
    );
  });
});
