import { createInterface } from 'node:readline';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { AdminClient, type StreamedEvent } from '../../lib/admin/client.js';
import { AdminLab } from '../helpers/admin-api.js';
import { askOnce } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();

/** The first events of a stream. */
async function first(count: number, stream: AsyncIterable<StreamedEvent>): Promise<StreamedEvent[]> {
  const events: StreamedEvent[] = [];
  for await (const event of stream) if (events.push(event) === count) break;
  return events;
}

function stream(lab: AdminLab, path: string): AsyncIterable<StreamedEvent> {
  return new AdminClient({ socket: lab.socket }).events(path);
}

function say(lab: AdminLab, ...names: string[]): void {
  for (const event of names)
    lab.parts.log({ level: 'info', event, message: `it was ${event}`, fields: { n: 1 } });
}

const PAGE = { headers: { accept: 'application/json' } };

describe('the events of an admin API', () => {
  it('are a page of JSON, or those of some names after a number', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    say(lab, 'failover', 'failback', 'operated');
    const { body } = await lab.ask('GET', '/v1/events', PAGE);
    expect(body).toMatchObject({
      items: [{ id: 1, event: 'failover', message: 'it was failover', n: 1 }, { id: 2 }, { id: 3 }],
      lastId: 3,
    });
    const some = await lab.ask('GET', '/v1/events?after=1&only=failover,operated', PAGE);
    expect(some.body).toMatchObject({ items: [{ id: 3, event: 'operated' }] });
    for (const query of ['after=last', 'after=1-', 'connections=some', 'limit=0', 'only=failoverr'])
      expect(await lab.ask('GET', `/v1/events?${query}`, PAGE)).toMatchObject({
        status: 400,
        body: { type: 'urn:lbsim:problem:bad-parameter' },
      });
  });

  it('are pages of those after a number, or of the last ones', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    say(lab, 'one', 'two', 'three', 'four');
    const pageOf = async (query: string): Promise<unknown> =>
      (await lab.ask('GET', `/v1/events?limit=2${query}`, PAGE)).body;
    expect(await pageOf('')).toMatchObject({ items: [{ id: 3 }, { id: 4 }], lastId: 4 });
    const first = await pageOf('&after=1');
    expect(first).toMatchObject({ items: [{ id: 2 }, { id: 3 }], next: '3' });
    const last = await pageOf('&after=3');
    expect(last).toMatchObject({ items: [{ id: 4 }] });
    expect(last).not.toHaveProperty('next');
    expect(await pageOf('&after=2-other')).toMatchObject({ items: [{ id: 1 }, { id: 2 }], restarted: {} });
  });

  it('are a stream unless a page is asked for', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    say(lab, 'one');
    for (const accept of ['', 'Accept: */*\r\n', 'Accept: text/event-stream, application/json\r\n']) {
      const socket = connect(lab.socket);
      onEnd(() => socket.destroy());
      socket.write(`GET /v1/events?after=0 HTTP/1.1\r\nHost: x\r\n${accept}\r\n`);
      const lines = createInterface(socket)[Symbol.asyncIterator]();
      let line = '';
      while (!line.startsWith('event:')) line = String((await lines.next()).value);
      expect(line).toBe('event: one');
    }
  });

  it('are streamed from where a reader left off', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    say(lab, 'one', 'two');
    const events = first(2, stream(lab, '/v1/events?after=1'));
    say(lab, 'three');
    expect((await events).map(({ id, event }) => [id, event])).toEqual([
      [2, 'two'],
      [3, 'three'],
    ]);
  });

  it('tell of a gap, and of another process', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    for (let n = 0; n < 10_005; n += 1) say(lab, 'many');
    const [gap, next] = await first(2, stream(lab, '/v1/events?after=2'));
    expect(gap).toMatchObject({ event: 'gap', data: '{"from":3,"to":5}' });
    expect(next?.id).toBe(6);
    for (const after of ['99999', '10004-another']) {
      const [restarted, lost, oldest] = await first(3, stream(lab, `/v1/events?after=${after}`));
      expect([restarted?.event, lost?.data, oldest?.id]).toEqual(['restarted', '{"from":1,"to":5}', 6]);
    }
    const { instance } = lab.parts.events;
    const [same] = await first(1, stream(lab, `/v1/events?after=10004-${instance}`));
    expect(same?.id).toBe(10_005);
  });

  it('of each connection are told to who asks for all, whatever the log makes of them', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const all = stream(lab, '/v1/events?connections=all&only=connection_open,operated')[
      Symbol.asyncIterator
    ]();
    const next = all.next();
    const none = first(1, stream(lab, '/v1/events?connections=none&after=0')); // also what comes before it listens
    // The first byte of a stream is not told: it is asked until it listens.
    const client = setInterval(() => void askOnce(lab.port), 20);
    onEnd(() => clearInterval(client));
    expect((await next).value).toMatchObject({ id: undefined, event: 'connection_open' });
    say(lab, 'connection_open', 'operated');
    expect((await none)[0]).toMatchObject({ event: 'operated' });
    await all.return?.(undefined);
  });

  it('are all told to a reader of more than a MiB that was kept', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const message = 'x'.repeat(10_000);
    for (let n = 0; n < 300; n += 1) lab.parts.log({ level: 'info', event: 'long', message });
    const ids: (number | undefined)[] = [];
    for await (const { id } of stream(lab, '/v1/events?after=0')) {
      if (ids.push(id) === 1) say(lab, 'later');
      if (ids.length === 301) break;
    }
    expect(ids).toEqual(Array.from({ length: 301 }, (_, n) => n + 1));
  });

  it('drop a reader that is a MiB behind, with a last word', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const socket = connect(lab.socket);
    onEnd(() => socket.destroy());
    socket.write('GET /v1/events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n');
    await new Promise((resolve) => socket.once('readable', resolve));
    const message = 'x'.repeat(1000);
    for (let n = 0; n < 5000; n += 1) {
      lab.parts.log({ level: 'info', event: 'flood', message });
      if (n % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await wordsOf(socket)).toContain('event: too_slow');
  });

  it('stop with the process that they come from', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const events = first(9, stream(lab, '/v1/live?every=100ms')).catch((error: unknown) => error);
    await first(2, stream(lab, '/v1/live?every=100ms'));
    await lab.admin.close();
    await events;
  });
});

/** All names of events that a stream has, to its end. */
async function wordsOf(socket: Socket): Promise<string[]> {
  const words: string[] = [];
  for await (const line of createInterface(socket)) if (line.startsWith('event: ')) words.push(line);
  return words;
}
