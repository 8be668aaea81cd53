import type { EventEmitter } from 'node:events';
import { AdminServer } from '../admin/admin-server.js';
import { BalancerViews } from '../admin/balancer-views.js';
import { EventRing } from '../admin/event-ring.js';
import { PickListeners } from '../admin/pick-listeners.js';
import type { ADMIN_TABLE, AdminPlace } from '../admin/option-table.js';
import type { BalancerSubject, ServerSubject } from '../admin/subject.js';
import { randomToken, type TokenTexts } from '../admin/tokens.js';
import type { Balancer } from '../balancer/balancer.js';
import type { ConnectionEvents } from '../control/events.js';
import type { Log } from '../logging/logger.js';
import { MetricsPage, type MetricsSource } from '../metrics/metrics-page.js';
import type { METRICS_TABLE } from '../metrics/option-table.js';
import { formatAddress } from '../net/address.js';
import type { Values } from '../schema/option.js';
import type { WorkerGroup } from '../workers/worker-group.js';
import { adminTokens } from './given-tokens.js';

type AdminValues = Values<typeof ADMIN_TABLE & typeof METRICS_TABLE>;
/** What the admin API adds. */
type Added = 'startedAt' | 'events' | 'metrics' | 'log';
/** What a command knows of its balancer; it is called by its address. */
interface OwnBalancer extends Omit<BalancerSubject, Added | 'name' | 'teller' | 'views' | 'listeners'> {
  readonly balancer: Balancer | WorkerGroup;
}
/** What a command knows of itself. */
type Own = OwnBalancer | Omit<ServerSubject, Added>;

/** The admin API of a command, as its options ask for it. */
export class CommandAdmin {
  readonly #place: AdminPlace | undefined;
  readonly #tokens: TokenTexts | undefined;
  readonly #events = new EventRing();
  readonly #metrics: MetricsPage;
  readonly #metricsOpen: boolean;
  readonly #log: Log;
  readonly #startedAt = new Date();

  /**
   * @param source - what its metrics are read from, besides the process
   * @throws LbsimError `ERR_OPTION_INVALID`: a port that others can reach, without a token
   */
  constructor(values: AdminValues, log: Log, source: MetricsSource) {
    const { admin: place, 'metrics-open': metricsOpen } = values;
    const tokens = adminTokens(values);
    this.#place = place;
    this.#tokens = tokens;
    this.#metrics = new MetricsPage(source);
    this.#metricsOpen = metricsOpen;
    const told: Log = (entry) => {
      this.#events.add(entry);
      this.#metrics.logged(entry.event);
      log(entry);
    };
    this.#log = place === 'off' ? log : told;
  }

  /** To be used instead of the log it was made with: what is logged is also an event of the API. */
  get log(): Log {
    return this.#log;
  }

  /**
   * @param tell - where the address on TCP goes, with the token that may change: `announce`, instead of standard output, where a token
   *   that was chosen is not said; `show`, beside that
   * @returns closes it
   */
  async open(
    own: Own,
    { announce, show }: Partial<Record<'announce' | 'show', (address: string) => unknown>> = {},
  ): Promise<() => Promise<void>> {
    const place = this.#place;
    if (place === 'off') return () => Promise.resolve();
    const tokens = this.#tokens ?? { operate: randomToken(), view: randomToken() };
    const common = {
      ...{ startedAt: this.#startedAt, events: this.#events },
      ...{ metrics: this.#metrics, log: this.#log },
    };
    const server = new AdminServer(
      own.kind === 'balance' ? { ...subjectOf(own), ...common } : { ...own, ...common },
      place && { port: { ...place, tokens, metricsOpen: this.#metricsOpen } },
    );
    const { socket, url } = await server.listen();
    if (socket !== null || url !== null) {
      const where = [socket, url].filter((each) => each !== null).join(' and ');
      this.#log({
        level: 'info',
        event: 'admin_listening',
        message: `lbsim ctl reaches it on ${where}`,
        fields: { socket, url },
      });
    }
    // Only the terminal sees the token, once; a fragment is in no request.
    const page = `${url ?? ''}/#token=${tokens.operate}`;
    if (url !== null && announce !== undefined) announce(page);
    else if (url !== null && this.#tokens === undefined)
      process.stdout.write(`${own.kind === 'balance' ? 'dashboard' : 'admin API'}: ${page}\n`);
    if (url !== null) show?.(page);
    return () => server.close();
  }
}

function subjectOf(own: OwnBalancer): Omit<BalancerSubject, Added> {
  const { balancer, address } = own;
  return {
    ...own,
    name: formatAddress(address),
    teller: balancer as EventEmitter<ConnectionEvents>,
    views: new BalancerViews(balancer),
    listeners: new PickListeners(balancer.picks),
  };
}
