// Backends of one mode and the balancer before them, with clients: what is watched, and what is noted in the end.
import { connect } from 'node:net';
import { once } from 'node:events';
import { holdings } from '../resources.js';
import { logOf } from '../stage.js';
import { ChaosBackend } from './backend.js';
import { stopWithBacklog } from './backlog-stop.js';
import { workersOf } from './standstill.js';
import { Traffic } from './traffic.js';

const HEALTH_CHECK_INTERVAL_MS = 200;
const HEALTH_CHECK_TIMEOUT_MS = 1000;
/** Shorter than the longest standstill. */
const CONNECT_TIMEOUT_MS = 500;
/** No verdict on the machine's pace, on which it takes seconds to start a backend. */
export const WAIT_FOR_BACKEND_MS = 120_000;
/** Nor is this: those in the backlog are to be answered before it is over. */
const DRAIN_TIMEOUT_MS = 60_000;

/** Within which a balancer sees what has become of a backend, on a busy machine. */
export const NOTICE_MS = HEALTH_CHECK_INTERVAL_MS + HEALTH_CHECK_TIMEOUT_MS;

/** Clients in a row whose places in the end show whether the balancer thinks that its backends are idle. */
export const DEALT_PER_BACKEND = 3;

/** The subnet of those clients. */
export const DEALT_SUBNET = '127.0.99.';

/** Clients in the backlog when the balancer is stopped. */
const BACKLOG = 20;

export class Group {
  backends;
  traffic;
  /** The program. */
  balancer;
  #mode;
  #found = {};

  /**
   * @param name - of the group, for the reader
   * @param names - of its backends
   * @param mode - of its backends
   * @param places - clients at once
   */
  constructor(stage, name, names, mode, places) {
    this.name = name;
    this.#mode = mode;
    this.stage = stage;
    this.places = places;
    this.backends = names.map((backend) => new ChaosBackend(stage, backend, mode));
  }

  async start(workers, random) {
    await Promise.all(this.backends.map((backend) => backend.start()));
    const options = [
      ...['--workers', String(workers), '--log-connections', 'all'],
      ...['--health-check-interval', `${HEALTH_CHECK_INTERVAL_MS}ms`],
      ...['--health-check-timeout', `${HEALTH_CHECK_TIMEOUT_MS}ms`],
      ...['--wait-for-backend-timeout', `${WAIT_FOR_BACKEND_MS}ms`],
      ...['--connect-timeout', `${CONNECT_TIMEOUT_MS}ms`, '--drain-timeout', `${DRAIN_TIMEOUT_MS}ms`],
    ];
    this.balancer = await this.stage.balancer(this.backends, options, { steady: true });
    this.#found.workersBefore = workersOf(this.balancer).length;
    this.traffic = new Traffic({ mode: this.#mode, port: this.balancer.port }, random);
  }

  /** Notes what the balancer holds when it has been used, and nobody uses it. */
  async noteBefore() {
    this.#found.before = await holdings(this.balancer);
  }

  /** Notes what it holds in the end, where it then sends clients, and how it ends. */
  async end() {
    const after = await holdings(this.balancer);
    const dealt = await this.#deal();
    const workers = workersOf(this.balancer).length;
    const backlog = await stopWithBacklog(this.balancer, { clients: BACKLOG, ...this.traffic.questions });
    this.traffic.visits.push(...backlog.visits);
    Object.assign(this.#found, { after, dealt, workers, backlog });
  }

  /**
   * All that is known of it in the end: what `report` in group-report.js reads.
   *
   * @param done - what was done: `faults`, of all groups `standstills` and `workerKills`, and `slackMs` of the checker
   */
  evidence({ faults, standstills, workerKills, slackMs }) {
    const ours = (faults) => faults.filter(({ group }) => group === this.name);
    return {
      ...this.#found,
      ...{
        name: this.name,
        mode: this.#mode,
        backends: this.backends.map(({ name }) => name),
        faults,
        slackMs,
      },
      ...{ visits: this.traffic.visits, log: logOf(this.balancer), workerKills: ours(workerKills) },
      standstills: [...ours(standstills), this.#found.backlog.standstill],
    };
  }

  /** Connects clients of addresses that were never seen, all of which stay until the last has come. */
  async #deal() {
    const sockets = [];
    for (let client = 1; client <= DEALT_PER_BACKEND * this.backends.length; client++) {
      const socket = connect({ port: this.balancer.port, localAddress: `${DEALT_SUBNET}${client}` });
      sockets.push(socket);
      await once(socket, 'connect');
      // Answered, so known to have a backend.
      socket.write('here\n');
      await once(socket, 'data');
    }
    await Promise.all(sockets.map((socket) => once(socket.resume().end(), 'close')));
    return sockets.length;
  }
}
