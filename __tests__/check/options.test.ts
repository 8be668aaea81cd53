import { describe, expect, it } from '@jest/globals';
import { CHECK_NAMES, CHECKS } from '../../lib/check/checks/index.js';
import { namesFor } from '../../lib/names.js';
import { resolveConformanceOptions, type ConformanceOptions } from '../../lib/check/options.js';

const TARGET = { balancer: { host: '127.0.0.1', port: 8080 }, backendPort: 9000 };

function settled(options: Partial<ConformanceOptions> = {}): { checks: string[]; must: string[] } {
  const { checks, must } = resolveConformanceOptions({ ...TARGET, ...options });
  return { checks: checks.map(({ name }) => name), must: [...must] };
}

describe('the options of the conformance kit', () => {
  it('have defaults', () => {
    expect(resolveConformanceOptions(TARGET)).toMatchObject({
      backend: { host: '127.0.0.1', port: 9000 },
      timeoutMs: 5000,
      idleMs: 2000,
      patienceMs: 15_000,
    });
  });

  it('ask for all checks, of which all must hold that can be kept or broken', () => {
    const { checks, must } = settled();

    expect(checks).toEqual(CHECK_NAMES);
    expect(must).toEqual(CHECK_NAMES.filter((name) => !['proxy-header', 'backend-refuse'].includes(name)));
  });

  it('take the beginning of several names for all of them', () => {
    expect(settled({ only: ['half-close', 'bytes'] }).checks).toEqual([
      'bytes',
      'half-close-client',
      'half-close-backend',
    ]);
    expect(settled({ must: ['reset'] }).must).toEqual(['reset-client', 'reset-backend', 'reset-in-flight']);
    expect(namesFor('half', CHECK_NAMES)).toHaveLength(2);
    expect(namesFor('half-', CHECK_NAMES)).toEqual([]);
    expect(namesFor('', CHECK_NAMES)).toEqual([]);
  });

  it('want no more than is checked', () => {
    expect(settled({ only: ['bytes'] }).must).toEqual(['bytes']);
  });

  it.each<[Partial<ConformanceOptions>, RegExp]>([
    [
      { must: ['half-clos'] },
      /^must 'half-clos' is not a check: use bytes, early-bytes, half-close-client, /,
    ],
    [{ only: ['bytes', ''] }, /^only '' is not a check: use bytes, /],
    [
      { only: ['bytes'], must: ['reset-client'] },
      /^check 'reset-client' must be kept, but is not among those to be made: name it in both, or in none$/,
    ],
    [{ timeoutMs: 0 }, /^timeoutMs 0 is out of range: use 1 to 2147483647 milliseconds$/],
    [{ idleMs: 2 ** 31 }, /^idleMs 2147483648 is out of range/],
    [{ patienceMs: NaN }, /^patienceMs NaN is out of range/],
  ])('%j are refused', (options, message) => {
    expect(() => settled(options)).toThrow(
      expect.objectContaining({
        code: 'ERR_OPTION_INVALID',
        kind: 'usage',
        message: expect.stringMatching(message) as unknown,
      }),
    );
  });
});

describe('the table of checks', () => {
  it('ends with the one that takes the backend away', () => {
    expect(CHECK_NAMES.at(-1)).toBe('backend-refuse');
  });

  it('has a name of its own and a sentence for each', () => {
    expect(new Set(CHECK_NAMES).size).toBe(CHECKS.length);
    for (const { looksFor } of CHECKS) expect(looksFor).toMatch(/^[A-Z].*\.$/);
  });
});
