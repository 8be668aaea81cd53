import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { LoadGenerator } from '../../../lib/client/load/load-generator.js';
import type { LoadOptions } from '../../../lib/client/load/load-options.js';
import type { LoadReport } from '../../../lib/client/load/load-report.js';
import { cleanup } from '../../helpers/cleanup.js';
import { quietPort } from '../../helpers/ports.js';
import { namedAnswer, namedServer, scriptedServer, type OnLine, type ScriptedServer } from '../helpers.js';

const onEnd = cleanup();
const host = '127.0.0.1';

/** A load on those ports, the first one first. */
function loadOn(ports: readonly number[], options: Partial<LoadOptions> = {}): Promise<LoadReport> {
  const [port = 0, ...others] = ports;
  const fallbacks = others.map((each) => ({ host, port: each }));
  return new LoadGenerator({ host, port, fallbacks, ...options }).run();
}

/** A balancer that hands out so many answers, and then does this with each line. */
function dying(name: string, answers: number, end: (socket: Socket) => unknown): Promise<ScriptedServer> {
  let left = answers;
  const onLine: OnLine = (line, { socket }) => {
    if (left-- > 0) socket.write(namedAnswer(name, line));
    else end(socket);
  };
  return scriptedServer(onEnd, onLine);
}

const reset = (socket: Socket): unknown => socket.resetAndDestroy();
const close = (socket: Socket): unknown => socket.end();

describe('a load on several balancers', () => {
  it('goes to the next one that accepts, and stays there', async () => {
    const dead = [await quietPort(), await quietPort()];
    const { port, sockets } = await namedServer(onEnd, 'B1');
    const report = await loadOn([...dead, port], { count: 5 });
    expect(report).toMatchObject({ ok: 5, failed: 0, errors: {}, backends: { B1: 5 } });
    expect(report.failover).toEqual({
      balancers: {
        [`${host}:${dead[0]}`]: { answers: 0, backends: {} },
        [`${host}:${dead[1]}`]: { answers: 0, backends: {} },
        [`${host}:${port}`]: { answers: 5, backends: { B1: 5 } },
      },
      switches: 1,
      resent: 0,
      backend: { same: 0, other: 0, unknown: 1 },
    });
    expect(sockets.length).toBe(5);
  });

  it.each([
    ['resets', reset],
    ['ends', close],
  ])('sends a message again that got no answer when the first one %s the connection', async (_, end) => {
    const first = await dying('B1', 2, end);
    const second = await namedServer(onEnd, 'B1');
    const report = await loadOn([first.port, second.port], { count: 2, messagesPerConnection: 3 });
    expect(report).toMatchObject({ connections: 2, ok: 2, failed: 0, backends: { B1: 6 } });
    expect(first.lines).toEqual(['message 1/1', 'message 2/1', 'message 3/1']);
    expect(second.lines).toEqual(['message 3/1', 'message 1/2', 'message 2/2', 'message 3/2']);
    expect(report.failover).toMatchObject({
      switches: 1,
      resent: 1,
      backend: { same: 1, other: 0, unknown: 0 },
    });
  });

  it('says when the backend is another one after a switch', async () => {
    const first = await dying('B1', 1, close);
    const second = await namedServer(onEnd, 'B2');
    const { failover } = await loadOn([first.port, second.port], { count: 3 });
    expect(failover).toMatchObject({ switches: 1, backend: { same: 0, other: 1, unknown: 0 } });
  });

  it('does not guess the backend of a new connection where several had answered', async () => {
    const names = ['B1', 'B2'];
    const first = await scriptedServer(onEnd, (line, { socket }) => {
      const name = names.shift();
      if (name === undefined) socket.end();
      else socket.write(namedAnswer(name, line));
    });
    const second = await namedServer(onEnd, 'B2');
    const { failover } = await loadOn([first.port, second.port], { count: 3 });
    expect(failover).toMatchObject({ switches: 1, backend: { same: 0, other: 0, unknown: 1 } });
  });

  it('comes back to the first one when the second is lost in turn', async () => {
    const first = await scriptedServer(onEnd, (line, { socket, connection }) => {
      if (connection === 1) socket.end();
      else socket.write(namedAnswer('B1', line));
    });
    const second = await dying('B1', 1, reset);
    const report = await loadOn([first.port, second.port], { count: 3 });
    expect(report).toMatchObject({ ok: 3, failover: { switches: 2, resent: 2 } });
  });

  it('holds a connection for the rest of its time at the next one', async () => {
    const first = await scriptedServer(onEnd, (line, { socket }) => socket.end(namedAnswer('B1', line)));
    const second = await namedServer(onEnd, 'B1');
    const report = await loadOn([first.port, second.port], { holdMs: 30 });
    expect(report).toMatchObject({ ok: 1, failover: { switches: 1, resent: 0 } });
    expect(second.lines).toEqual([]);
  });

  it('is as one that failed when all are away: each was tried once', async () => {
    const first = await dying('B1', 0, reset);
    const second = await dying('B1', 0, close);
    const report = await loadOn([first.port, second.port], { count: 1 });
    expect(report).toMatchObject({ connections: 1, ok: 0, failed: 1, errors: { closed_early: 1 } });
    expect([first.lines.length, second.lines.length]).toEqual([1, 1]);
  });

  it('goes on when there is no answer in time, but never after a wrong one', async () => {
    const silent = await scriptedServer(onEnd, () => undefined);
    const second = await namedServer(onEnd, 'B1');
    const late = await loadOn([silent.port, second.port], { count: 1, timeoutMs: 50 });
    expect(late).toMatchObject({ ok: 1, failover: { switches: 1, resent: 1 } });
    const wrong = await scriptedServer(onEnd, (_, { socket }) => socket.write('wrong\n'));
    expect(await loadOn([wrong.port, second.port])).toMatchObject({ ok: 0, mismatches: 1 });
  });

  it('goes to the next one when a host does not resolve, and fails when none does', async () => {
    const { port } = await namedServer(onEnd, 'B1');
    const fallbacks = [{ host, port }];
    const load = new LoadGenerator({ host: 'nowhere.invalid', port: 1, fallbacks });
    expect(await load.run()).toMatchObject({ ok: 1, failover: { switches: 1 } });
    const none = [{ host: 'nobody.invalid', port: 1 }];
    await expect(
      new LoadGenerator({ host: 'nowhere.invalid', port: 1, fallbacks: none }).run(),
    ).rejects.toMatchObject({ code: 'ERR_HOST_NOT_FOUND' });
  });

  it('reaches all of them when it picks at random', async () => {
    const servers = [await namedServer(onEnd, 'B1'), await namedServer(onEnd, 'B1')];
    const report = await loadOn(
      servers.map(({ port }) => port),
      { count: 64, pick: 'random' },
    );
    expect(report).toMatchObject({ ok: 64, failover: { switches: 0 } });
    for (const { lines } of servers) expect(lines.length).toBeGreaterThan(0);
  });
});
