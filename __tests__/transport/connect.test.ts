import { describe, expect, it, jest } from '@jest/globals';
import { Destination } from '../../lib/net/destination.js';
import type { ConnectOutcome, Transport } from '../../lib/transport/transport.js';
import { startBlackHole } from '../helpers/black-hole.js';
import { cleanup } from '../helpers/cleanup.js';
import { quietPort } from '../helpers/ports.js';
import { listenOnLoopback, receive, until } from '../helpers/sockets.js';
import { TRANSPORTS } from './transports.js';

const closing = cleanup();

/** An attempt, with everything that it called back. */
class Attempt {
  readonly outcomes: ConnectOutcome[] = [];
  readonly closed = jest.fn();
  readonly cancel: () => void;
  hasReturned = false;
  wasEarly = false;

  constructor(transport: Transport, to: Destination, timeoutMs = 10_000) {
    const done = (outcome: ConnectOutcome): void => {
      this.wasEarly ||= !this.hasReturned;
      this.outcomes.push(outcome);
    };
    this.cancel = transport.connect(to, timeoutMs, done, this.closed);
    this.hasReturned = true;
    closing(() => this.outcomes.forEach((outcome) => outcome.ok && outcome.connection.destroy()));
  }

  async outcome(): Promise<ConnectOutcome | undefined> {
    await until(() => this.outcomes.length > 0);
    return this.outcomes[0];
  }

  /** How often each was called by the time that nothing is open. */
  async calls(): Promise<{ done: number; closed: number; wasEarly: boolean }> {
    await until(() => this.closed.mock.calls.length > 0);
    await new Promise((resolve) => setImmediate(resolve));
    return {
      done: this.outcomes.length,
      closed: this.closed.mock.calls.length,
      wasEarly: this.wasEarly,
    };
  }
}

async function nowhere(): Promise<Destination> {
  const hole = await startBlackHole(closing);
  await hole.swallow();
  return new Destination({ host: '127.0.0.1', port: Number(hole.spec.split(':').at(-1)) });
}

describe.each(TRANSPORTS)('an attempt of %s', (_engine, transport) => {
  it('reaches a backend, which has what is written first', async () => {
    const received: Promise<{ bytes: Buffer; ending: string }>[] = [];
    const { server, port } = await listenOnLoopback((socket) => received.push(receive(socket)));
    closing(() => server.close());
    const attempt = new Attempt(transport, new Destination({ host: '127.0.0.1', port }));

    const outcome = await attempt.outcome();
    if (outcome?.ok !== true) throw new Error(`not connected: ${outcome?.reason}`);
    outcome.connection.write(Buffer.from('PROXY\r\n'));
    outcome.connection.destroy();

    await until(() => received.length > 0);
    expect((await received[0])?.bytes.toString()).toBe('PROXY\r\n');
    expect(await attempt.calls()).toEqual({ done: 1, closed: 1, wasEarly: false });
  });

  it('is refused where nobody listens', async () => {
    const attempt = new Attempt(transport, new Destination({ host: '127.0.0.1', port: await quietPort() }));

    expect(await attempt.outcome()).toEqual({ ok: false, reason: 'connection_refused' });
    expect(await attempt.calls()).toEqual({ done: 1, closed: 1, wasEarly: false });
  });

  it('fails later, not at once, at what the system refuses at once', async () => {
    const attempt = new Attempt(transport, new Destination({ host: '255.255.255.255', port: 9 }));

    expect(await attempt.outcome()).toMatchObject({ ok: false });
    expect(await attempt.calls()).toEqual({ done: 1, closed: 1, wasEarly: false });
  });

  it('is over after its time', async () => {
    const attempt = new Attempt(transport, await nowhere(), 50);

    expect(await attempt.outcome()).toEqual({ ok: false, reason: 'connect_timeout' });
    expect(await attempt.calls()).toEqual({ done: 1, closed: 1, wasEarly: false });
  });

  it('tells nothing any more once it is cancelled, but that nothing is open', async () => {
    const attempt = new Attempt(transport, await nowhere());

    attempt.cancel();
    attempt.cancel();

    expect(await attempt.calls()).toEqual({ done: 0, closed: 1, wasEarly: false });
  });

  it('fails for a host without an address', async () => {
    const attempt = new Attempt(transport, new Destination({ host: 'nobody', port: 1 }));

    expect(await attempt.outcome()).toEqual({ ok: false, reason: 'host_not_found' });
    expect(await attempt.calls()).toEqual({ done: 1, closed: 1, wasEarly: false });
  });

  it.each([true, false])('goes on to the next address of a host (cancelled: %s)', async (isCancelled) => {
    const { server, port } = await listenOnLoopback((socket) => socket.resume());
    closing(() => server.close());
    const to = new Destination({ host: 'two', port }, ['127.0.0.5', '127.0.0.1'].reverse());
    to.ordered(['::1', '127.0.0.1']); // the listener is on IPv4 alone
    const attempt = new Attempt(transport, to);
    if (isCancelled) {
      attempt.cancel();
      expect(await attempt.calls()).toEqual({ done: 0, closed: 1, wasEarly: false });
      return;
    }

    const outcome = await attempt.outcome();

    expect(outcome).toMatchObject({ ok: true });
    expect(to.ips[0]).toBe('127.0.0.1');
    if (outcome?.ok === true) outcome.connection.destroy();
    expect(await attempt.calls()).toEqual({ done: 1, closed: 1, wasEarly: false });
  });
});
