/** What a worker process runs: takes clients in and carries them, as the primary orders, until the primary is gone. */
import { Acceptor } from '../balancer/acceptor.js';
import { carriedBy, EndedCounter } from '../balancer/carried.js';
import { closeSelected, describeConnections } from '../balancer/live-connections.js';
import { allocateYoung, keepYoungGenerationSmall } from '../balancer/young-generation.js';
import type { ConnectionSelection } from '../control/live-connection.js';
import type { ConnectionEvents } from '../control/events.js';
import type { AcceptorOptions } from '../control/options.js';
import type { EventSink } from '../event-sink.js';
import type { CloseHow } from '../net/close-socket.js';
import { chooseTransport } from '../transport/choose-transport.js';
import { reportedMeters } from './load-reports.js';
import { handleAll, type Message, type Orders, type Reports, type WorkerSettings } from './messages.js';
import { Outbox } from './outbox.js';
import { RemoteDispatcher } from './remote-dispatcher.js';

// What can no longer be sent has no one to read it: the primary is gone, and this process ends.
const outbox = new Outbox<Reports>((batch, sent) => process.send?.(batch, undefined, undefined, sent));
const { tell } = outbox;

// A Ctrl-C or a hang-up reaches every process of the terminal, but it is the primary that decides what follows.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit(0));
process.on('uncaughtException', (error) => fail(`internal error: ${error.stack ?? error.message}`));
process.once('message', (settings: WorkerSettings) => serve(settings));
tell('ready');

function serve(settings: WorkerSettings): void {
  keepYoungGenerationSmall();
  allocateYoung();
  const dispatcher = new RemoteDispatcher(settings, outbox);
  const events: EventSink<ConnectionEvents> = {
    emit: (name, ...[payload]) => outbox.tellSoon('event', name, payload),
  };
  const loads = reportedMeters((reports) => outbox.tellSoon('loads', reports));
  const ended = new EndedCounter(events);
  const acceptor = new Acceptor(dispatcher, settings, ended, loads);
  const handlers = {
    ...dispatcher.handlers,
    abandon: (index: number): void => acceptor.abandon(dispatcher.backend(index)),
    drain: (timeoutMs: number): void => void drain(timeoutMs),
    settings: (options: Partial<AcceptorOptions>, stickyTtlMs: number): void => {
      acceptor.configure(options);
      dispatcher.stickyTtlMs = stickyTtlMs;
    },
    settled: (query: number): void => tell('answer', query, true),
    carried: (query: number): void => {
      tell('loads', loads.take()); // what the primary counts of it is as new as the answer
      tell('answer', query, carriedBy(acceptor, loads, ended));
    },
    connections: (query: number): void =>
      tell('answer', query, describeConnections(acceptor.connections, settings.idPrefix)),
    closeConnections: (query: number, selection: ConnectionSelection, how: CloseHow): void =>
      tell('answer', query, closeSelected(acceptor.connections, settings.idPrefix, selection, how)),
  };
  const drain = async (timeoutMs: number): Promise<void> => {
    await listening;
    await acceptor.stopAccepting();
    tell('draining', acceptor.openConnections);
    tell('drained', await acceptor.drain(timeoutMs));
  };
  process.on('message', (batch: readonly Message<Orders>[]) => handleAll<Orders>(batch, handlers));
  const listening = listen(acceptor, settings).then(
    () => tell('listening'),
    (error: unknown) => fail((error as Error).message),
  );
}

async function listen(acceptor: Acceptor, { engine, address, sharing }: WorkerSettings): Promise<void> {
  const transport = await chooseTransport(engine, () => undefined);
  await acceptor.listen(transport, address, sharing);
}

function fail(reason: string): void {
  tell('failing', reason);
  outbox.flush(() => process.exit(1));
}
