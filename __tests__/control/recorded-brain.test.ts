import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { BalancerOptions } from '../../lib/control/options.js';
import { createRecordedBrain } from '../../lib/control/recorded-brain.js';
import { resolveOptions } from '../../lib/control/resolve-options.js';
import { version } from '../../lib/version.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';

const onEnd = cleanup();
const backends = [
  { host: 'a', port: 1, name: 'A', weight: 3 },
  { host: 'b', port: 2, name: 'B' },
  { host: 'c', port: 3, name: 'C', backup: true },
];

function built(options: Partial<BalancerOptions>): ReturnType<typeof createRecordedBrain> {
  return createRecordedBrain(resolveOptions({ backends, ...options }), { emit: () => undefined }, {});
}

async function headerWritten(options: Partial<BalancerOptions>): Promise<unknown> {
  const record = join(await temporaryFolder(onEnd), 'run.jsonl');
  const { recorder } = built({ ...options, record });
  recorder?.open();
  await recorder?.close();
  return JSON.parse(await readFile(record, 'utf8'));
}

/** The next picks of clients that stick to nothing. */
function picks({ brain: { pool, router } }: ReturnType<typeof createRecordedBrain>): string {
  for (const backend of pool.backends) pool.setHealthy(backend, true);
  const routes = Array.from({ length: 64 }, (_, now) => router.route(undefined, new Set(), now));
  return routes.map((route) => route?.backend.name).join('');
}

describe('the brain of a balancer', () => {
  it('is recorded with all that it was built from', async () => {
    const choice = { choices: 3, sample: 'independent', ewmaDecayMs: 500 } as const;
    const limits = { maxPerBackend: 5, slowStartMs: 100 };
    const options = { algorithm: 'random', ...choice, ...limits, seed: 7 } as const;
    expect(await headerWritten(options)).toEqual({
      recording: 2,
      lbsim: version(),
      stickyKey: 'ip',
      seed: 7,
      algorithm: 'random',
      schedulerOptions: { choices: 3, sample: 'independent', decay: 500 },
      maxPerBackend: 5,
      slowStartMs: 100,
      sessions: { max: 100_000, ttlMs: 3_600_000 },
      backends,
    });
  });

  it('is recorded without what there is not', async () => {
    const header = await headerWritten({ stickyKey: 'none', random: () => 0.5 });
    expect(header).toEqual({
      recording: 2,
      lbsim: version(),
      stickyKey: 'none',
      seed: 2 ** 31,
      algorithm: 'auto',
      schedulerOptions: { choices: 2, sample: 'distinct', decay: 10_000 },
      backends,
    });
  });

  it('is recorded by nobody unless that is asked for', () => {
    expect(built({}).recorder).toBeUndefined();
  });

  it('picks the same with the same seed, whatever else is drawn', () => {
    const options = { algorithm: 'random', random: Math.random } as const;
    const first = picks(built({ ...options, seed: 7 }));
    expect(picks(built({ ...options, seed: 7 }))).toBe(first);
    expect(picks(built({ ...options, seed: 7, record: 'never opened' }))).toBe(first);
    expect(picks(built({ ...options, seed: 8 }))).not.toBe(first);
  });

  it('draws from the random source that it is handed without a seed', () => {
    expect(picks(built({ algorithm: 'random', random: () => 0 }))).toMatch(/^(A{64}|B{64})$/);
  });
});
