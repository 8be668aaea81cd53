import type { Carried } from '../control/carried.js';
import type { ConnectionEvents } from '../control/events.js';
import type { LoadMeters } from '../control/load-meters.js';
import type { EventSink } from '../event-sink.js';
import type { Acceptor } from './acceptor.js';

/** Passes on the events of connections, and counts those that are over. */
export class EndedCounter implements EventSink<ConnectionEvents> {
  ended = 0;
  readonly #sink: EventSink<ConnectionEvents>;

  constructor(sink: EventSink<ConnectionEvents>) {
    this.#sink = sink;
  }

  emit<Name extends keyof ConnectionEvents>(name: Name, ...payload: ConnectionEvents[Name]): unknown {
    if (name === 'connection_close') this.ended++;
    return this.#sink.emit(name, ...payload);
  }
}

/** What this process has carried. Looks at each live connection. */
export function carriedBy(acceptor: Acceptor, loads: LoadMeters, { ended }: EndedCounter): Carried {
  const { bytesIn, bytesOut } = loads.passedBytes;
  const [totalIn, totalOut] = [[...bytesIn], [...bytesOut]];
  for (const { backend, pump } of acceptor.connections) {
    if (backend === undefined || pump === undefined) continue;
    while (totalIn.length <= backend.index) {
      totalIn.push(0);
      totalOut.push(0);
    }
    totalIn[backend.index] = (totalIn[backend.index] ?? 0) + pump.bytesIn;
    totalOut[backend.index] = (totalOut[backend.index] ?? 0) + pump.bytesOut;
  }
  return { open: acceptor.openConnections, ended, bytesIn: totalIn, bytesOut: totalOut };
}
