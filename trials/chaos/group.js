// Backends of one mode and the balancer before them, with clients: what is watched, and what is found in the end.
import { connect } from 'node:net';
import { once } from 'node:events';
import { compared, holdings } from '../resources.js';
import { logOf } from '../stage.js';
import { ChaosBackend } from './backend.js';
import { judge, longestOutage } from './judge.js';
import { alarms, falseFailovers, parsedLog } from './log.js';
import { storiesOf } from './stories.js';
import { Traffic } from './traffic.js';

const HEALTH_CHECK_INTERVAL_MS = 200;
const HEALTH_CHECK_TIMEOUT_MS = 1000;
/** The balancer's default. */
const WAIT_FOR_BACKEND_MS = 30_000;

/** Within which a balancer sees what has become of a backend, on a busy machine. */
const NOTICE_MS = HEALTH_CHECK_INTERVAL_MS + HEALTH_CHECK_TIMEOUT_MS;

/** By how much its resident memory may have grown since after the warm-up. */
const MEMORY_SHARE = 0.1;

/** Clients in a row whose places in the end show whether the balancer thinks that its backends are idle. */
const DEALT_PER_BACKEND = 3;

export class Group {
  backends;
  traffic;
  #name;
  #mode;
  #balancer;
  #before;
  #after;
  #dealt;
  #status;

  /**
   * @param name - of the group, for the reader
   * @param names - of its backends
   * @param mode - of its backends
   * @param places - clients at once
   */
  constructor(stage, name, names, mode, places) {
    this.#name = name;
    this.#mode = mode;
    this.stage = stage;
    this.places = places;
    this.backends = names.map((backend) => new ChaosBackend(stage, backend, mode));
  }

  get #names() {
    return this.backends.map(({ name }) => name);
  }

  async start(workers, random) {
    await Promise.all(this.backends.map((backend) => backend.start()));
    const options = [
      ...['--workers', String(workers), '--log-connections', 'all'],
      ...['--health-check-interval', `${HEALTH_CHECK_INTERVAL_MS}ms`],
      ...['--health-check-timeout', `${HEALTH_CHECK_TIMEOUT_MS}ms`],
    ];
    this.#balancer = await this.stage.balancer(this.backends, options, { steady: true });
    this.traffic = new Traffic({ mode: this.#mode, port: this.#balancer.port }, random);
  }

  /** Notes what the balancer holds when it has been used, and nobody uses it. */
  async noteBefore() {
    this.#before = await holdings(this.#balancer);
  }

  /** Notes what it holds in the end, where it then sends clients, and how it ends. */
  async end() {
    this.#after = await holdings(this.#balancer);
    this.#dealt = await this.#deal();
    this.#status = await this.stage.stop(this.#balancer);
  }

  /** Connects clients of addresses that were never seen, all of which stay until the last has come. */
  async #deal() {
    const sockets = [];
    for (let client = 1; client <= DEALT_PER_BACKEND * this.backends.length; client++) {
      const socket = connect({ port: this.#balancer.port, localAddress: `127.0.99.${client}` });
      sockets.push(socket);
      await once(socket, 'connect');
      // Answered, so known to have a backend.
      socket.write('here\n');
      await once(socket, 'data');
    }
    await Promise.all(sockets.map((socket) => once(socket.resume().end(), 'close')));
    return sockets.length;
  }

  /** Says what has been shown. */
  report(findings, blows) {
    const { records, strangers } = parsedLog(logOf(this.#balancer));
    const { stories, breaches } = storiesOf(records);
    findings.title(`${this.#name}: ${this.#names.join(', ')} in mode ${this.#mode}`);
    this.#reportClients(findings, blows, stories);
    this.#reportLog(findings, blows, { records, strangers, stories, breaches });
    const { files, memory } = compared(this.#before, this.#after, MEMORY_SHARE);
    findings.claim('as many files are open as after the warm-up', files.holds, files.figures);
    findings.claim(`it has at most ${100 * MEMORY_SHARE} % more memory`, memory.holds, memory.figures);
    findings.claim('it ended with status 0', this.#status === 0, `status ${this.#status}`);
  }

  #reportClients(findings, blows, stories) {
    const { visits } = this.traffic;
    const verdict = judge({ visits, stories, blows, backends: this.#names, noticeMs: NOTICE_MS });
    const outageMs = longestOutage(blows, this.#names);
    findings.claim(
      `all were never down for longer than clients wait`,
      outageMs < WAIT_FOR_BACKEND_MS,
      `${outageMs} ms at most, of ${WAIT_FOR_BACKEND_MS}`,
    );
    const bytes = visits.reduce((total, visit) => total + visit.bytes, 0);
    const figures = `${visits.length} connections, ${(bytes / 1e6).toFixed(1)} MB of answers`;
    findings.claimNone('no byte is wrong or out of order', verdict.wrongBytes, figures);
    findings.claimNone(
      'no answer from a backend that was not asked',
      verdict.wrongBackend,
      `${verdict.matched} connections found in the log`,
    );
    findings.claimNone('no connection is missing in the log', verdict.untold);
    findings.claimNone(
      'every failure had a cause that no balancer could have helped',
      verdict.unexplained,
      `${verdict.failed} failed`,
    );
  }

  #reportLog(findings, blows, { records, strangers, stories, breaches }) {
    findings.claimNone(
      'every connection_open has its connection_close',
      breaches,
      `${stories.length} stories`,
    );
    findings.claimNone(
      'no failover without a cause',
      falseFailovers(records, blows, NOTICE_MS),
      `${records.filter(({ event }) => event === 'failover').length} failovers`,
    );
    findings.claimNone(
      'no alarm in the log',
      [...alarms(records), ...strangers],
      `${records.length} records`,
    );
    const dealt = stories.filter(({ client }) => client.startsWith('127.0.99.'));
    const shares = this.#names.map((name) => dealt.filter(({ backends }) => backends.at(-1) === name).length);
    findings.claim(
      'it counts no connection any more: new clients are dealt out evenly',
      dealt.length === this.#dealt && shares.every((share) => share === DEALT_PER_BACKEND),
      shares.join(', '),
    );
    const drain = records.find(({ event }) => event === 'drain_started');
    findings.claim(
      'none was open when it was stopped',
      drain?.openConnections === 0,
      `${drain?.openConnections}`,
    );
  }
}
