import type { SrvRecord } from 'node:dns';
import { formatAddress } from '../net/address.js';
import { MAX_WEIGHT } from '../routing/backend.js';
import { DnsRound } from './dns-client.js';
import type { DnsBackends, SrvBackends } from './entries.js';
import { HostAddresses, type HostAddressesOptions, type HostAnswer } from './host-addresses.js';
import type { IpFamily, TargetOutcome, Target } from './target.js';

const NO_ADDRESS = 'it has no address';

/** A source that has to be asked. Asking it never rejects, and ends in time. */
export interface NameSource {
  ask(): Promise<TargetOutcome>;
  /** Gives up what is under way. */
  stop(): void;
}

/** Asks DNS in rounds, one at a time. */
abstract class InRounds implements NameSource {
  readonly #options: HostAddressesOptions;
  protected readonly hosts: HostAddresses;
  #round: DnsRound | undefined;

  constructor(options: HostAddressesOptions) {
    this.#options = options;
    this.hosts = new HostAddresses(options);
  }

  async ask(): Promise<TargetOutcome> {
    const round = new DnsRound(this.#options);
    this.#round = round;
    try {
      return await this.outcomeOf(round);
    } finally {
      round.end();
    }
  }

  stop(): void {
    this.hosts.stop();
    this.#round?.end();
  }

  protected abstract outcomeOf(round: DnsRound): Promise<TargetOutcome>;
}

/** The A and AAAA records of a name. */
export class AddressSource extends InRounds {
  readonly #entry: DnsBackends;

  constructor(entry: DnsBackends, options: HostAddressesOptions) {
    super(options);
    this.#entry = entry;
  }

  protected async outcomeOf(round: DnsRound): Promise<TargetOutcome> {
    const { dns, port, name = dns, weight = 1, backup = false } = this.#entry;
    const { addresses, unanswered, holdsMs, failure } = await this.hosts.of(dns, round);
    if (addresses.length === 0)
      return { failure: `${dns}: ${failure ?? NO_ADDRESS}`, isEmpty: failure === undefined };
    const targets = addresses.map((host) => ({ name: `${name}/${host}`, host, port, weight, backup }));
    return { targets, unanswered, ...(holdsMs !== undefined && { holdsMs }) };
  }
}

/** The SRV records of a service (RFC 2782), and the addresses of their hosts. */
export class ServiceSource extends InRounds {
  readonly #entry: SrvBackends;

  constructor(entry: SrvBackends, options: HostAddressesOptions) {
    super(options);
    this.#entry = entry;
  }

  protected async outcomeOf(round: DnsRound): Promise<TargetOutcome> {
    const { srv } = this.#entry;
    const { records, failure } = await round.services(srv);
    if (failure !== undefined) return { failure: `${srv}: ${failure}`, isEmpty: false };
    // A record whose host is the root says that there is no such service.
    const offered = records.filter(({ name, port }) => name !== '' && name !== '.' && port > 0);
    const hosts = [...new Set(offered.map(({ name }) => name))];
    const answers = new Map(
      await Promise.all(hosts.map(async (host) => [host, await this.hosts.of(host, round)] as const)),
    );
    const targets = targetsOf(this.#entry, offered, answers);
    if (targets.length > 0) return { targets, unanswered: unansweredIn([...answers.values()]) };
    const failed = [...answers].find(([, answer]) => answer.failure !== undefined);
    if (failed === undefined) return { failure: `${srv}: ${NO_ADDRESS}`, isEmpty: true };
    const [host, answer] = failed;
    return { failure: `${srv}: ${host}: ${answer.failure ?? ''}`, isEmpty: false };
  }
}

function targetsOf(
  { srv, name = srv, backup = false }: SrvBackends,
  records: readonly SrvRecord[],
  answers: ReadonlyMap<string, HostAnswer>,
): Target[] {
  const [first] = records.map(({ priority }) => priority).sort((one, other) => one - other);
  const heaviest = Math.max(...records.map(({ weight }) => weight));
  const scale = heaviest > MAX_WEIGHT ? MAX_WEIGHT / heaviest : 1;
  return records
    .toSorted((one, other) => one.priority - other.priority)
    .flatMap(({ name: host, port, priority, weight }) =>
      (answers.get(host)?.addresses ?? []).map((address) => ({
        name: `${name}/${formatAddress({ host: address, port })}`,
        ...{ host: address, port },
        weight: Math.max(1, Math.round(weight * scale)),
        backup: backup || priority !== first,
      })),
    );
}

function unansweredIn(answers: readonly HostAnswer[]): IpFamily[] {
  return [...new Set(answers.flatMap(({ unanswered }) => unanswered))];
}
