import { describe, expect, it } from '@jest/globals';
import { HISTORY_SECONDS } from '../../lib/metrics/history.js';
import type { HistoryView } from '../../lib/metrics/history-view.js';
import { AdminLab } from '../helpers/admin-api.js';
import { askOnce, TestClient } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();

/** A lab whose clock stands, but for the seconds that a test reads. */
async function labWithHistory(): Promise<{
  lab: AdminLab;
  second: (ms?: number) => Promise<void>;
  history: (query?: string) => Promise<HistoryView>;
}> {
  const lab = await AdminLab.ofBalancer(onEnd);
  await lab.ask('GET', '/v1'); // with which it begins
  lab.history.stop();
  let time = Math.floor(Date.now() / 60_000) * 60_000 - 60_000;
  const second = async (ms = 1000): Promise<void> => lab.history.read((time += ms));
  await second();
  const history = async (query = ''): Promise<HistoryView> =>
    (await lab.ask('GET', `/v1/history${query}`)).body as HistoryView;
  return { lab, second, history };
}

describe('the history of a balancer', () => {
  it('has a value for each second: rates, connections, ends, and the times of each backend', async () => {
    const { lab, second, history } = await labWithHistory();
    const client = await TestClient.connect(lab.port);
    onEnd(() => client.socket.destroy());
    const [backend = ''] = (await client.ask('x'))?.split(':') ?? [];
    await askOnce(lab.port);
    await second();
    await second();
    const { times, rate, open, waiting, ended, backends } = await history();
    expect(times[1]).toBe((times[0] ?? 0) + 1000);
    expect({ rate, open, waiting }).toEqual({ rate: [2, 0], open: [1, 1], waiting: [0, 0] });
    expect(Object.values(ended)).toEqual([[1, 0]]);
    const own = backends.find(({ name }) => name === backend);
    expect(own).toMatchObject({ active: [1, 1], failed: [0, 0], open: [1, 1] });
    expect(own?.firstByteMs).toEqual({ p50: [expect.any(Number), null], p99: [expect.any(Number), null] });
    expect(backends.map((each) => each.rate[0] ?? 0).reduce((sum, each) => sum + each)).toBe(2);
  });

  it('has the mean of the seconds of a step, also of one that is not over', async () => {
    const { lab, second, history } = await labWithHistory();
    for (let n = 0; n < 6; n += 1) {
      await askOnce(lab.port);
      await second();
    }
    const { stepMs, times, rate, open } = await history('?step=3s');
    expect(stepMs).toBe(3000);
    expect(times.every((time) => time % 3000 === 0)).toBe(true);
    expect(rate).toEqual([1, 1, 1]); // of two seconds, three, and one
    expect(open).toEqual([0, 0, 0]);
  });

  it('divides by the time between two readings, however long that was', async () => {
    const { lab, second, history } = await labWithHistory();
    for (let n = 0; n < 4; n += 1) await askOnce(lab.port);
    await second(4000);
    const { rate, backends } = await history();
    expect(rate).toEqual([1]);
    expect(backends.map((each) => each.rate[0] ?? 0).reduce((sum, each) => sum + each)).toBe(1);
  });

  it('keeps a backend that is gone, and one that came, at their times', async () => {
    const { lab, second, history } = await labWithHistory();
    await second();
    lab.balancer.removeBackend('B2');
    lab.balancer.addBackend({ name: 'B3', host: '127.0.0.1', port: 9 });
    await second();
    const { backends } = await history();
    const open = Object.fromEntries(backends.map((each) => [each.name, each.open]));
    expect(open).toEqual({ B1: [0, 0], B2: [0, null], B3: [null, 0] });
  });

  it('reaches back 15 minutes, and no further', async () => {
    const { lab, second } = await labWithHistory();
    for (let n = 0; n < HISTORY_SECONDS + 5; n += 1) await second();
    expect(lab.history.totals).toHaveLength(HISTORY_SECONDS);
    lab.balancer.removeBackend('B2');
    for (let n = 0; n < HISTORY_SECONDS; n += 1) await second();
    expect([...lab.history.backends.keys()]).toEqual(['B1']);
  });

  it.each(['window=0s', 'window=16m', 'step=500ms', 'step=1.5s', 'step=soon'])(
    'refuses ?%s',
    async (query) => {
      const lab = await AdminLab.ofBalancer(onEnd);
      expect(await lab.ask('GET', `/v1/history?${query}`)).toMatchObject({
        status: 400,
        body: { type: 'urn:lbsim:problem:bad-parameter' },
      });
    },
  );
});
