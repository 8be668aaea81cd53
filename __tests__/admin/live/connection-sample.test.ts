import { describe, expect, it } from '@jest/globals';
import { ConnectionSample, type ConnectionSteps } from '../../../lib/admin/live/connection-sample.js';

const open = (client: number): Parameters<ConnectionSample['opened']>[0] => ({
  client: `c:${client}`,
  backend: 'B1',
  why: 'random',
  sticky: false,
  attempts: 1,
});

const close = (client: number, backend: string | null = 'B1'): Parameters<ConnectionSample['closed']>[0] => ({
  client: `c:${client}`,
  backend,
  durationMs: 1,
  bytesIn: 2,
  bytesOut: 3,
  end: 'client_closed',
});

describe('a sample of connections', () => {
  it('has every step of each, and how long ago it was, while they are few', () => {
    const sample = new ConnectionSample(40);
    sample.opened(open(1), 10);
    sample.moved({ ...open(1), backend: 'B2', from: 'B1' }, 20);
    sample.closed(close(1), 30);
    expect(sample.take(100)).toMatchObject({
      opened: 1,
      closed: 1,
      oneOf: 1,
      steps: [
        { step: 'open', client: 'c:1', agoMs: 90 },
        { step: 'moved', from: 'B1', agoMs: 80 },
        { step: 'close', end: 'client_closed', agoMs: 70 },
      ],
    });
    expect(sample.take(200)).toBeUndefined();
  });

  it('has those that never had a backend', () => {
    const sample = new ConnectionSample(40);
    sample.closed(close(1, null), 5);
    expect(sample.take(5)?.steps).toMatchObject([{ step: 'close', backend: null }]);
  });

  it('follows no more than so many of a second, evenly once it knows how many come, each to its end', () => {
    const sample = new ConnectionSample(40);
    for (let second = 0; second < 3; second += 1)
      for (let n = 0; n < 1000; n += 1) sample.opened(open(second * 1000 + n), second * 1000 + n);
    const { opened, oneOf, steps } = taken(sample, 3000);
    expect({ opened, oneOf }).toEqual({ opened: 3000, oneOf: 25 });
    const clients = steps.map((step) => Number(step.client.slice(2)));
    expect(clients.filter((client) => client >= 2000)).toEqual(
      Array.from({ length: 40 }, (_, n) => 2000 + 25 * n),
    );
    expect(clients).toHaveLength(120);
    for (let n = 0; n < 3000; n += 1) sample.closed(close(n), 3000);
    const ends = taken(sample, 3000);
    expect(ends.closed).toBe(3000);
    expect(ends.steps.map(({ client }) => client)).toEqual(steps.map(({ client }) => client));
  });

  it('leaves out the oldest steps for a reader that does not take them', () => {
    const sample = new ConnectionSample(1000);
    for (let n = 0; n < 20_000; n += 1) {
      sample.opened(open(n), n);
      sample.closed(close(n), n);
    }
    const { opened, closed, steps } = taken(sample, 20_000);
    expect({ opened, closed }).toEqual({ opened: 20_000, closed: 20_000 });
    expect(steps).toHaveLength(4096);
    expect(steps.at(-1)).toMatchObject({ step: 'close', client: 'c:19999' });
  });

  it('forgets the oldest of very many that stay open', () => {
    const sample = new ConnectionSample(1000);
    for (let n = 0; n < 5000; n += 1) sample.opened(open(n), n * 2);
    sample.take(10_000);
    for (let n = 0; n < 5000; n += 1) sample.closed(close(n), 10_000);
    expect(sample.take(10_000)?.steps).toHaveLength(4096);
  });
});

function taken(sample: ConnectionSample, now: number): ConnectionSteps {
  const steps = sample.take(now);
  if (steps === undefined) throw new Error('something has happened');
  return steps;
}
