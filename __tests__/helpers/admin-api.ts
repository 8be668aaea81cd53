import type { EventEmitter } from 'node:events';
import { request } from 'node:http';
import { AdminServer, type AdminOptions } from '../../lib/admin/admin-server.js';
import { BalancerViews } from '../../lib/admin/balancer-views.js';
import { EventRing } from '../../lib/admin/event-ring.js';
import { PickListeners } from '../../lib/admin/pick-listeners.js';
import type { Subject } from '../../lib/admin/subject.js';
import { Balancer } from '../../lib/balancer/balancer.js';
import { BalancerMetrics } from '../../lib/metrics/balancer-metrics.js';
import type { History } from '../../lib/metrics/history.js';
import { MetricsPage, type MetricsSource } from '../../lib/metrics/metrics-page.js';
import { ServerMetrics } from '../../lib/metrics/server-metrics.js';
import type { LogEntry } from '../../lib/logging/logger.js';
import type { ConnectionEvents } from '../../lib/control/events.js';
import { balanceCommand } from '../../lib/cli/commands/balance.js';
import { fromCommandLine } from '../../lib/cli/options/sources.js';
import { configReader } from '../../lib/cli/reload/config-reader.js';
import type { PlaygroundControl } from '../../lib/playground/control.js';
import { Reloader } from '../../lib/reload/reloader.js';
import { BackendServer } from '../../lib/server/backend-server.js';
import type { BackendServerOptions } from '../../lib/server/options.js';
import { TestBackend } from './backends.js';
import { temporaryFolder } from './folder.js';
import { expectDocumented, type AdminAnswer } from './openapi.js';

type OnEnd = (end: () => unknown) => void;
type Common = Pick<Subject, 'startedAt' | 'events' | 'metrics' | 'log'>;

/** What to ask with, beside the method and the path. */
export interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  /** An object becomes JSON, with its content type; a text goes as it is. */
  readonly body?: object | string;
}

/** An admin API of a balancer with backends B1 and B2, or of a backend, and what it has logged. */
export class AdminLab {
  readonly logged: LogEntry[] = [];
  /** Times that were given to connections to finish, of each stop. */
  readonly stops: (number | undefined)[] = [];
  socket = '';
  url = '';
  /** Where its clients connect. */
  port = 0;
  /** What it hands to its API of itself. */
  parts!: Pick<Common, 'events' | 'metrics' | 'log'>;
  admin!: AdminServer;
  balancer!: Balancer;
  history!: History;
  server!: BackendServer;

  static async ofBalancer(
    onEnd: OnEnd,
    options: AdminOptions = {},
    { maxBackends = 200, playground }: { maxBackends?: number; playground?: PlaygroundControl } = {},
  ): Promise<AdminLab> {
    const lab = new AdminLab();
    const backends = await Promise.all(['B1', 'B2'].map((name) => TestBackend.start(name)));
    onEnd(() => Promise.all(backends.map((backend) => backend.stop())));
    lab.balancer = new Balancer({
      port: 0,
      backends: backends.map(({ name, port }) => ({ name, host: '127.0.0.1', port })),
    });
    const metrics = new BalancerMetrics(lab.balancer, maxBackends);
    lab.history = metrics.history;
    const address = await lab.balancer.listen();
    lab.port = address.port;
    onEnd(() => lab.balancer.close(0));
    const { balancer } = lab;
    const stop = (drainMs?: number): void => void lab.stops.push(drainMs);
    await lab.#open(onEnd, options, metrics, (common) => ({
      kind: 'balance',
      name: 'LB',
      address,
      balancer,
      teller: balancer as EventEmitter<ConnectionEvents>,
      config: reloaderOf(balancer),
      views: new BalancerViews(balancer),
      listeners: new PickListeners(balancer.picks),
      history: metrics.history,
      workers: 1,
      ...(playground !== undefined && { playground }),
      stop,
      ...common,
    }));
    return lab;
  }

  static async ofServer(
    onEnd: OnEnd,
    options: AdminOptions = {},
    backend: BackendServerOptions = {},
  ): Promise<AdminLab> {
    const lab = new AdminLab();
    lab.server = new BackendServer({ name: 'B1', port: 0, ...backend });
    const metrics = new ServerMetrics(lab.server);
    const { name, ...address } = await lab.server.listen();
    lab.port = address.port;
    onEnd(() => lab.server.close(0));
    const { server } = lab;
    const stop = (drainMs?: number): void => void lab.stops.push(drainMs);
    await lab.#open(onEnd, options, metrics, (common) => ({
      kind: 'server',
      name,
      address,
      server,
      mode: 'named',
      stop,
      ...common,
    }));
    return lab;
  }

  /** Asks on the Unix socket, or on TCP where there is such a port. Each answer is held to the OpenAPI document. */
  async ask(
    method: string,
    path: string,
    asked: Asked = {},
    place: 'socket' | 'port' = 'socket',
  ): Promise<AdminAnswer> {
    const { headers = {}, body } = asked;
    const isObject = typeof body === 'object';
    const text = isObject ? JSON.stringify(body) : body;
    const where = place === 'socket' ? { socketPath: this.socket } : new URL(this.url);
    const answer = await new Promise<AdminAnswer>((resolve, reject) => {
      const sent = request(
        {
          ...urlParts(where),
          method,
          path,
          headers: {
            ...(isObject && { 'content-type': 'application/json' }),
            ...(text !== undefined && { 'content-length': Buffer.byteLength(text) }), // Node gives a DELETE none
            ...headers,
          },
        },
        (response) => {
          let told = '';
          response.setEncoding('utf8').on('data', (part: string) => (told += part));
          response.on('end', () => {
            const isJson = response.headers['content-type']?.includes('json') === true;
            const parsed: unknown = isJson ? JSON.parse(told) : undefined;
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: told,
              body: parsed,
            });
          });
        },
      );
      sent.once('error', reject).end(text);
    });
    expectDocumented(method, path, answer);
    return answer;
  }

  async #open(
    onEnd: OnEnd,
    options: AdminOptions,
    source: MetricsSource,
    subject: (common: Common) => Subject,
  ): Promise<void> {
    process.env.XDG_RUNTIME_DIR = await temporaryFolder(onEnd);
    const events = new EventRing();
    const log = (entry: LogEntry): void => {
      this.logged.push(entry);
      events.add(entry);
    };
    const metrics = new MetricsPage(source);
    this.parts = { events, metrics, log };
    this.admin = new AdminServer(subject({ startedAt: new Date(), events, metrics, log }), options);
    onEnd(() => this.admin.close());
    const { socket, url } = await this.admin.listen();
    this.socket = socket ?? '';
    this.url = url ?? '';
  }
}

/** Of a balancer that was started without a config file. */
export function reloaderOf(balancer: Balancer): Reloader {
  const { options } = balanceCommand;
  const defaults = Object.fromEntries(Object.entries(options).map(([name, { value }]) => [name, value]));
  const backends = balancer.backends.map(({ name, host, port }) => ({ name, host, port }));
  const argv = { port: '0', backends: backends.map(({ name, host, port }) => `${name}=${host}:${port}`) };
  const values = { ...defaults, port: 0, backends };
  const read = configReader(balanceCommand, [fromCommandLine(argv)], values);
  return new Reloader({ balancer, table: options, values, read });
}

function urlParts(where: URL | { socketPath: string }): object {
  return where instanceof URL ? { host: where.hostname, port: where.port } : where;
}
