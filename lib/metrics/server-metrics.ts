import type { BackendServer } from '../server/backend-server.js';
import { FAULT_NAMES, type FaultKind, type Faults } from '../server/faults/faults.js';
import type { QueueStats } from '../server/queue/service-queue.js';
import type { Family } from './family.js';
import { familyMaker } from './families.js';
import type { MetricsSource } from './metrics-page.js';
import { byWord, value } from './samples.js';
import { SERVER_CATALOGUE } from './server-catalogue.js';

type MeasuredServer = Pick<BackendServer, 'stats' | 'answers' | 'on'>;

/** All that can be on, `direction` being none. */
const FAULTS = (Object.entries(FAULT_NAMES) as [keyof Faults, string][]).filter(
  ([, name]) => name !== 'direction',
);
const family = familyMaker(SERVER_CATALOGUE);

/** Counts what a backend's events tell. */
export class ServerMetrics implements MetricsSource {
  readonly #server: MeasuredServer;
  readonly #strikes: Partial<Record<FaultKind, number>> = {};
  #connections = 0;

  /** @param server - that does not listen yet */
  constructor(server: MeasuredServer) {
    this.#server = server;
    server.on('connection_open', () => this.#connections++);
    server.on('fault', ({ kind }) => (this.#strikes[kind] = (this.#strikes[kind] ?? 0) + 1));
  }

  families(): Family[] {
    const { stats, answers } = this.#server;
    const areOn = FAULTS.map(([key, name]) => [name, Number(stats.faults[key] !== undefined)] as const);
    return [
      family('lbsim_server_connections', [value(stats.open)]),
      family('lbsim_server_connections_total', [value(this.#connections)]),
      family('lbsim_server_answers_total', [value(answers)]),
      ...queueFamilies(stats.queue),
      family('lbsim_server_fault', byWord('fault', Object.fromEntries(areOn))),
      family('lbsim_server_fault_strikes_total', byWord('fault', this.#strikes)),
    ];
  }
}

/** None without a queue. */
function queueFamilies(queue: QueueStats | undefined): Family[] {
  if (queue === undefined) return [];
  return [
    family('lbsim_server_queue_serving', [value(queue.serving)]),
    family('lbsim_server_queue_waiting', [value(queue.waiting)]),
    family('lbsim_server_queue_refused_total', [value(queue.refused)]),
    family('lbsim_server_queue_abandoned_total', [value(queue.abandoned)]),
  ];
}
