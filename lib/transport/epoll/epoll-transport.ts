import { errorText } from '../../error-text.js';
import type { Destination } from '../../net/destination.js';
import { ConnectionPump } from '../connection-pump.js';
import type { PumpEvents } from '../pump-events.js';
import type { ConnectOutcome, ListenerEvents, Transport } from '../transport.js';
import { connectEpoll } from './connect-epoll.js';
import { EpollEngine } from './epoll-engine.js';
import { EpollBackend } from './epoll-backend.js';
import type { EpollClient } from './epoll-client.js';
import { EpollListener } from './epoll-listener.js';
import { EpollSide } from './epoll-side.js';
import { selfTest, unsupported } from './self-test.js';
import { Syscalls } from './syscalls.js';

/** Connections on Linux's own calls. */
export class EpollTransport implements Transport {
  readonly engine = 'epoll';
  readonly #engine: EpollEngine;

  constructor(engine: EpollEngine) {
    this.#engine = engine;
  }

  newListener(events: ListenerEvents): EpollListener {
    return new EpollListener(this.#engine, events);
  }

  connect(
    to: Destination,
    timeoutMs: number,
    done: (outcome: ConnectOutcome) => void,
    closed: () => void,
  ): () => void {
    return connectEpoll(
      this.#engine,
      to,
      timeoutMs,
      (outcome) => {
        if (outcome.ok) done({ ok: true, connection: new EpollBackend(outcome.socket) });
        else done(outcome);
      },
      closed,
    );
  }

  pump(client: EpollClient, backend: EpollBackend, events: PumpEvents): ConnectionPump {
    const sides = EpollSide.pair(client.socket, backend.socket, client, events.answered);
    return new ConnectionPump(sides.client, sides.backend, events);
  }
}

let ours: Promise<EpollTransport | string> | undefined;

/** That of this process, made at the first call. @returns why there can be none, where that is so */
export function epollTransport(): Promise<EpollTransport | string> {
  ours ??= makeTransport();
  return ours;
}

async function makeTransport(): Promise<EpollTransport | string> {
  const reason = unsupported();
  if (reason !== undefined) return reason;
  try {
    const calls = new Syscalls();
    return (await selfTest(calls)) ?? new EpollTransport(new EpollEngine(calls));
  } catch (error) {
    return `koffi cannot be loaded: ${errorText(error).replace(/\.$/, '')}`;
  }
}
