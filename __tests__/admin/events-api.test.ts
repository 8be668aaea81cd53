import { createInterface } from 'node:readline';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { AdminClient, type StreamedEvent } from '../../lib/admin/client.js';
import { AdminLab } from '../helpers/admin-api.js';
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

describe('the events of an admin API', () => {
  it('are a page of JSON, or those of some names after a number', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    say(lab, 'one', 'two', 'three');
    const { body } = await lab.ask('GET', '/v1/events');
    expect(body).toMatchObject({
      items: [{ id: 1, event: 'one', message: 'it was one', n: 1 }, { id: 2 }, { id: 3 }],
      lastId: 3,
    });
    const some = await lab.ask('GET', '/v1/events?after=1&only=one,three');
    expect(some.body).toMatchObject({ items: [{ id: 3, event: 'three' }] });
    expect(await lab.ask('GET', '/v1/events?after=last')).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/after' }] },
    });
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
    const [restarted] = await first(1, stream(lab, '/v1/events?after=99999'));
    expect(restarted?.event).toBe('restarted');
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
