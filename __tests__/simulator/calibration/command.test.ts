import { describe, expect, it } from '@jest/globals';
import type { RecordingHeader } from '../../../lib/recording/format.js';
import { calibrate, type Calibration } from '../../../lib/simulator/calibration/calibrate.js';
import { whatIf } from '../../../lib/simulator/calibration/what-if.js';
import { backendsOf } from '../../recording/recorded.js';
import { recordedQueue } from './recorded-queue.js';

const QUEUE = { means: [10, 10], slots: 1, rate: 140, requests: 400 };
const sessions = { max: 1000, ttlMs: 3_600_000 };

/** A recording with these fields in its header, and clients of so many keys. */
function recordingOf(
  header: Partial<RecordingHeader>,
  keys = 0,
  queue: Partial<Parameters<typeof recordedQueue>[0]> = {},
): string {
  const [first = '', ...lines] = recordedQueue({ ...QUEUE, ...queue }).split('\n');
  const its = { ...(JSON.parse(first) as RecordingHeader), ...header };
  let picks = 0;
  const keyed = lines.map((line) =>
    keys === 0
      ? line
      : line.replace(/^(\["route",[^,]*),null/, (_, begin: string) => `${begin},"k${picks++ % keys}"`),
  );
  return [JSON.stringify(its), ...keyed].join('\n');
}

/** What stands between the slots and the arrivals. */
function optionsIn({ command }: Calibration): string {
  return command.slice(command.indexOf('--slots') + 2, command.indexOf('--arrivals')).join(' ');
}

describe('the line that simulates a recording has what the header says:', () => {
  it.each<[string, string, Partial<RecordingHeader>, number]>([
    ['sticky clients', '--keys 10 --sticky', { sessions }, 10],
    ['one sticky client', '--keys 1 --sticky', { sessions }, 1],
    ['clients whose keys are hashed', '--keys 10', { algorithm: 'ring' }, 10],
    ['nobody who could stick', '', { sessions }, 0],
    ['limits', '--max-per-backend 3', { maxPerBackend: 3 }, 0],
    [
      'draws',
      '--choices 3 --sample independent',
      { algorithm: 'power-of-two', schedulerOptions: { choices: 3, sample: 'independent', decay: 10_000 } },
      0,
    ],
    [
      'no draws of an algorithm without any',
      '',
      { algorithm: 'random', schedulerOptions: { choices: 3, decay: 10_000 } },
      0,
    ],
  ])('%s', (_, words, header, keys) => {
    expect(optionsIn(calibrate(recordingOf(header, keys)))).toBe(words);
  });

  it('the time constant of peak-ewma, in mean service times', () => {
    const found = calibrate(recordingOf({ algorithm: 'peak-ewma', schedulerOptions: { decay: 10_000 } }));
    const [, written = ''] = optionsIn(found).split('--ewma-decay ');
    const mean = found.backends.reduce((sum, { serviceMean }) => sum + serviceMean, 0) / 2;
    expect(Math.abs((Number(written) * mean) / 10_000 - 1)).toBeLessThan(0.1);
  });

  it('backups, behind all others though a backend joined later', () => {
    const specs = backendsOf([1, 1, 1], 1);
    const joined = { host: 'x', port: 9, name: 'D', weight: 1 };
    const text = recordingOf({}, 0, { means: [10, 10, 10, 10], specs: [...specs, joined] });
    const [first = '', ...rest] = text.split('\n');
    const header = JSON.parse(first) as RecordingHeader;
    const found = calibrate(
      [JSON.stringify({ ...header, backends: specs }), JSON.stringify(['added', 3, joined]), ...rest].join(
        '\n',
      ),
    );
    expect(found.backends.map(({ name }) => name)).toEqual(['A', 'B', 'D', 'C']);
    expect(optionsIn(found)).toBe('--backup 1');
  });
});

describe('what the simulator cannot have is said:', () => {
  const saidOf = (header: Partial<RecordingHeader>, keys = 0): string =>
    calibrate(recordingOf(header, keys)).limits.join('\n');

  it('options that no recording has', () => {
    expect(saidOf({})).toMatch(/--max-connections, --queue-max, --queue-timeout and --rate-limit/);
  });

  it('a SESSION_MAP that forgets, slow starts, an algorithm without a file', () => {
    const plain = saidOf({ sessions }, 10);
    for (const word of ['SESSION_MAP held', 'slow start', 'a value in a program'])
      expect(plain).not.toContain(word);
    expect(saidOf({ sessions: { max: 9, ttlMs: 3_600_000 } }, 10)).toContain(
      'SESSION_MAP held 9 clients at most',
    );
    expect(saidOf({ sessions: { max: 100, ttlMs: 100 } }, 10)).toContain('each for 100 ms');
    expect(saidOf({ slowStartMs: 100 })).toContain('no slow start');
    expect(saidOf({ algorithm: 'mine', algorithmFile: null })).toContain('mine was a value in a program');
  });

  it('a last line that was cut short', () => {
    expect(saidOf({})).not.toContain('cut short');
    expect(calibrate(`${recordingOf({})}["closed",0,`).limits.join('\n')).toContain('cut short');
  });

  it('the same beside a simulation', async () => {
    const text = recordingOf({ sessions }, 10);
    const calibration = calibrate(text);
    const { limits, runs } = await whatIf(text, 'r', calibration, { replications: 1, threads: 0 });
    expect(limits).toEqual(calibration.limits);
    expect(runs[1]?.shares).not.toEqual({ A: 0.5, B: 0.5 });
  });
});

it('clients that a worker brought to their backend without a pick count as requests of theirs', () => {
  const lines = recordingOf({ sessions }, 10).split('\n');
  let picks = 0;
  const text = lines
    .filter((line) => !line.startsWith('["route"') || picks++ < 10)
    .flatMap((line) =>
      line.startsWith('["opened"')
        ? [line, line.replace(/^\["opened",(\d+),([^,]*),.*/, '["established",$2,"k0",$1,[]]')]
        : [line],
    )
    .join('\n');
  expect(optionsIn(calibrate(text))).toBe('--keys 10 --sticky');
});
