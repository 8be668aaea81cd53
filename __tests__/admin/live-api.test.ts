import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { AdminClient, type StreamedEvent } from '../../lib/admin/client.js';
import type { BalancerView } from '../../lib/admin/balancer-views.js';
import { AdminLab } from '../helpers/admin-api.js';
import { askOnce, TestClient } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { until } from '../helpers/sockets.js';
import { OPERATE } from './attacks.js';

const onEnd = cleanup();
const PAGE = '/v1/live?every=100ms&events=all&picks=sample:40&connections=sample:40';

/** The events of a stream up to one that is wanted. */
async function upTo(
  wanted: (event: StreamedEvent) => boolean,
  stream: AsyncIterable<StreamedEvent>,
): Promise<StreamedEvent[]> {
  const events: StreamedEvent[] = [];
  for await (const event of stream) {
    events.push(event);
    if (wanted(event)) break;
  }
  return events;
}

function stream(lab: AdminLab, path = PAGE): AsyncIterable<StreamedEvent> {
  return new AdminClient({ socket: lab.socket }).events(path);
}

const named =
  (name: string) =>
  ({ event }: StreamedEvent): boolean =>
    event === name;

/** Opens a stream as a page does and reads no more of it than its head; it has to be let in. */
function opened(
  lab: AdminLab,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath: lab.socket, path: PAGE, headers, signal }, (response) => {
      response.on('error', () => undefined); // it is broken off in the end
      if (response.statusCode === 200) resolve();
      else reject(new Error(`status ${response.statusCode}`));
    });
    sent.on('error', reject).end();
  });
}

/** The status that a HEAD is answered with. */
function headOf({ socket: socketPath }: AdminLab, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path, method: 'HEAD' }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    sent.on('error', reject).end();
  });
}

describe('/v1/live', () => {
  it('tells in a delta how full SESSION_MAP is', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    for await (const event of stream(lab)) {
      if (event.event === 'snapshot') lab.balancer.pinSession('192.0.2.7', 'B2');
      if (event.event !== 'delta' || !event.data.includes('"sessions"')) continue;
      expect(JSON.parse(event.data)).toMatchObject({ sessions: { size: 1, max: 100_000 } });
      break;
    }
  });

  it('has one snapshot, and then what has changed', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const events: StreamedEvent[] = [];
    for await (const event of stream(lab)) {
      events.push(event);
      if (event.event === 'snapshot') lab.balancer.setWeight('B2', 7);
      if (event.data.includes('"weight":7')) break;
    }
    expect(events.filter(named('snapshot'))).toHaveLength(1);
    expect(events[0]?.event).toBe('snapshot');
    const { timestamp, ...delta } = JSON.parse(events.at(-1)?.data ?? '') as BalancerView & {
      timestamp: string;
    };
    expect(Date.parse(timestamp)).not.toBeNaN();
    expect(delta).toMatchObject({ generation: 2, backends: [{ name: 'B2', operator: { weight: 7 } }] });
    expect(Object.keys(delta)).not.toContain('algorithm');
  });

  it('says again and again that it lives, though nothing changes', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const events = await upTo(named('delta'), stream(lab));
    expect(events.map(({ event }) => event)).toEqual(['snapshot', 'delta']);
  });

  it('tells what happens, from the event after the last one that the reader has', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    for (const event of ['failover', 'failback', 'connection_open', 'operated'])
      lab.parts.log({ level: 'info', event, message: event });
    const all = await upTo(({ id }) => id === 4, stream(lab, `${PAGE}&after=1`));
    expect(
      all.filter(named('event')).map(({ id, data }) => [id, (JSON.parse(data) as { event: string }).event]),
    ).toEqual([
      [2, 'failback'],
      [4, 'operated'],
    ]);
    const some = await upTo(named('event'), stream(lab, '/v1/live?every=100ms&events=operated&after=0'));
    expect(some.at(-1)?.id).toBe(4);
  });

  it('tells of a gap to a reader that is far behind', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    for (let n = 0; n < 1500; n += 1) lab.parts.log({ level: 'info', event: 'many', message: 'one of many' });
    const events = await upTo(({ id }) => id === 1500, stream(lab, `${PAGE}&after=0`));
    expect(events.find(named('gap'))?.data).toBe('{"from":1,"to":500}');
    expect(events.filter(named('event'))).toHaveLength(1000);
  });

  it('explains picks, and follows connections from their opening to their end', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const told: StreamedEvent[] = [];
    let client: TestClient | undefined;
    for await (const event of stream(lab)) {
      told.push(event);
      if (event.event === 'snapshot') {
        client = await TestClient.connect(lab.port);
        await client.ask('x');
      }
      if (event.data.includes('"step":"open"')) await client?.close();
      if (event.data.includes('"step":"close"')) break;
    }
    const picks = told.filter(named('picks')).map(({ data }) => JSON.parse(data) as object);
    expect(picks).toMatchObject([
      { made: 1, items: [{ backend: 'B1', considered: [{ chosen: true }, {}] }] },
    ]);
    const steps = told
      .filter(named('connections'))
      .flatMap(({ data }) => (JSON.parse(data) as { steps: { step: string; backend: string }[] }).steps);
    expect(steps.map(({ step, backend }) => [step, backend])).toEqual([
      ['open', 'B1'],
      ['close', 'B1'],
    ]);
  });

  it('has picks explained only as long as somebody listens', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    expect(lab.balancer.picks.enabled).toBe(false);
    for await (const event of stream(lab)) {
      expect([event.event, lab.balancer.picks.enabled]).toEqual(['snapshot', true]);
      break;
    }
    await askOnce(lab.port); // by the time it is answered the stream has ended
    const again = await upTo(named('snapshot'), stream(lab, '/v1/live'));
    expect(again).toHaveLength(1);
    await lab.admin.close();
    expect(lab.balancer.picks.enabled).toBe(false);
  });

  it('has picks explained as long as anybody listens, at whatever place', async () => {
    const lab = await AdminLab.ofBalancer(onEnd, {
      port: { host: '127.0.0.1', port: 0, tokens: { operate: OPERATE } },
    });
    const byPort = new AdminClient({ url: lab.url, token: OPERATE });
    for await (const { event } of stream(lab)) {
      expect(event).toBe('snapshot');
      for await (const other of byPort.events(PAGE)) {
        expect(other.event).toBe('snapshot');
        break;
      }
      // The stream at the port has ended once it is counted no more.
      await until(() => lab.balancer.listenerCount('connection_open') === 1);
      expect(lab.balancer.picks.enabled).toBe(true);
      break;
    }
  });

  it.each([
    ['picks=40', "picks '40' is not known: use none, or sample:40 for 40 a second at most (1 to 1000)"],
    [
      'connections=sample:0',
      "connections 'sample:0' is not known: use none, or sample:40 for 40 a second at most (1 to 1000)",
    ],
    ['every=10ms', "every '10ms' is too short: use at least 100ms"],
    [
      'events=failoverr',
      "unknown event 'failoverr' (did you mean failover?): use names such as failover,failback, see docs/scripting.md",
    ],
  ])('refuses %s', async (query, detail) => {
    const lab = await AdminLab.ofBalancer(onEnd);
    expect(await lab.ask('GET', `/v1/live?${query}`)).toMatchObject({ status: 400, body: { detail } });
  });

  it.each(['/v1/live', '/v1/events'])('opens no stream for a HEAD of %s', async (path) => {
    const lab = await AdminLab.ofBalancer(onEnd);
    for (let n = 0; n < 40; n += 1) expect(await headOf(lab, path)).toBe(200);
    expect(await upTo(named('snapshot'), stream(lab))).toHaveLength(1);
  });

  it('has room for five pages of one browser, and for programs beside them', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const over = new AbortController();
    const asPage = { 'sec-fetch-mode': 'cors' };
    const pages = Array.from({ length: 5 }, () => opened(lab, asPage, over.signal));
    await Promise.all(pages);
    expect(await lab.ask('GET', PAGE, { headers: asPage })).toMatchObject({
      status: 429,
      body: { detail: 'page limit reached (5 pages of this machine are open): close one' },
    });
    expect(await upTo(named('snapshot'), stream(lab))).toHaveLength(1);
    over.abort();
  });
});
