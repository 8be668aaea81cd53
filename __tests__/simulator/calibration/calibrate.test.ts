import { describe, expect, test } from '@jest/globals';
import { calibrate, type Calibration } from '../../../lib/simulator/calibration/calibrate.js';
import { recordedQueue } from './recorded-queue.js';

const calibrated = (text: string): Calibration => calibrate(text, { name: 'r' });

/** How far a mean of exponential times may be off, in standard errors. */
const ERRORS = 4;

describe('calibration gives back what a run was made with', () => {
  test('an M/M/1 queue', () => {
    const run = { means: [10], slots: 1, rate: 70, requests: 4000 };
    const { arrivals, backends, command } = calibrated(recordedQueue(run));

    expect(arrivals.count).toBe(4000);
    expect(Math.abs(arrivals.rate / 70 - 1)).toBeLessThan(ERRORS / Math.sqrt(4000));
    expect(Math.abs(arrivals.cv2 - 1)).toBeLessThan(0.2);
    expect(backends).toHaveLength(1);
    const [backend] = backends;
    expect(backend).toMatchObject({
      name: 'A',
      connections: 4000,
      slots: 1,
      fit: { service: 'exponential' },
    });
    const { serviceMean = NaN, samples = 0, fit } = backend ?? {};
    expect(samples).toBeGreaterThan(1000);
    expect(samples).toBeLessThan(1500);
    expect(Math.abs(serviceMean / 10 - 1)).toBeLessThan(ERRORS / Math.sqrt(samples));
    expect(fit?.distance).toBeLessThan(fit?.limit ?? 0);
    expect(command.join(' ')).toBe(
      'lbsim simulate --algorithm round-robin --backends 1 --slots 1 --arrivals trace:run.jsonl --service empirical:run.jsonl',
    );
  });

  test('backends of four slots, one of them twice as fast', () => {
    const run = { means: [10, 20], slots: 4, rate: 360, requests: 16_000 };
    const { backends, command } = calibrated(recordedQueue(run));

    expect(backends.map(({ slots }) => slots)).toEqual([4, 4]);
    for (const [index, mean] of [10, 20].entries()) {
      const { serviceMean = NaN, samples = 0 } = backends[index] ?? {};
      expect(Math.abs(serviceMean / mean - 1)).toBeLessThan(ERRORS / Math.sqrt(samples));
    }
    expect(command.slice(4, 10)).toEqual([
      '--backends',
      expect.any(String),
      '--weights',
      '1,1',
      '--slots',
      '4',
    ]);
    const [fast = NaN, slow = NaN] = (command[5] ?? '').split(',').map(Number);
    expect(fast / slow).toBeCloseTo(2, 0);
  });

  test('weights of backends that are known by their addresses', () => {
    const specs = [
      { host: '::1', port: 8881, weight: 3 },
      { host: '127.0.0.1', port: 8881, weight: 2 },
    ];
    const { backends, command } = calibrated(
      recordedQueue({ means: [10, 10], slots: 1, rate: 100, requests: 400, specs }),
    );

    expect(backends.map(({ name }) => name)).toEqual(['[::1]:8881', '127.0.0.1:8881']);
    expect(command[command.indexOf('--weights') + 1]).toBe('3,2');
  });

  test.each([
    ['erlang:4', /^erlang:[345]$/],
    ['lognormal:2', /^lognormal:/],
    ['pareto:3', /^pareto:/],
    ['deterministic', /^deterministic$/],
  ])('%s service', (service, found) => {
    const run = { service, means: [10], slots: 1, rate: 40, requests: 4000 };
    const [backend] = calibrated(recordedQueue(run)).backends;

    expect(backend?.fit.service).toMatch(found);
    expect(backend?.slots).toBe(1);
  });

  test('and says that slots are not known where none was seen to wait', () => {
    const run = { means: [10], slots: 50, rate: 500, requests: 2000 };
    const { backends, command } = calibrated(recordedQueue(run));
    const [backend] = backends;

    expect(backend?.slots).toBeNull();
    expect(backend?.samples).toBe(2000);
    expect(backend?.atOnce).toBeGreaterThan(5);
    expect(command).toContain(String(backend?.atOnce));
  });
});

describe('what cannot be calibrated from is refused:', () => {
  const run = { means: [10], slots: 1, rate: 70, requests: 100 };

  test('fewer than 100 requests', () => {
    expect(calibrated(recordedQueue(run)).arrivals.count).toBe(100);
    expect(() => calibrated(recordedQueue({ ...run, requests: 99 }))).toThrow(
      "recording 'r' has too few requests (99): use one with at least 100",
    );
  });

  test('a recording of before connections had times', () => {
    const text = recordedQueue(run).replaceAll(/\["opened",0,[^\]]*\]/g, '["opened",0]');
    expect(() => calibrated(text)).toThrow("recording 'r' has no times of its connections");
  });

  test('one that goes back in time, and what is none', () => {
    const lines = recordedQueue(run).split('\n');
    const [header = '', ...entries] = lines;
    expect(() => calibrated([header, ...entries.toReversed(), ''].join('\n'))).toThrow(
      /'r'.* is not open|goes back/,
    );
    expect(() => calibrated('0\n1\n')).toThrow("recording 'r', line 1: 0 is not the header of a recording");
    expect(() => calibrated('')).toThrow("recording 'r', line 1: '' is not JSON");
  });

  test('one without a connection that was established', () => {
    const text = recordedQueue(run).replaceAll(',true]', ',false]');
    expect(() => calibrated(text)).toThrow("recording 'r' has no connection that was established and closed");
  });
});
