import { EventEmitter } from 'node:events';
import { LbsimError } from '../errors.js';
import { formatAddress } from '../net/address.js';
import { failureText } from '../failure.js';
import { Destination } from '../net/destination.js';
import { formatMs } from '../units.js';
import type { Check } from './check.js';
import type { ConformanceEvents } from './events.js';
import { unclear, withStandstill, type RawFinding } from './finding.js';
import { Aborted, isUnconnected, Lab, TalkativeError, UnreachableError } from './lab.js';
import { TestBackend } from './test-backend.js';
import {
  resolveConformanceOptions,
  type ConformanceOptions,
  type ResolvedConformanceOptions,
} from './options.js';
import { checkResult, conformanceReport, type CheckResult, type ConformanceReport } from './report.js';
import { StallWatch } from './stall-watch.js';

/** After which a wait for the first connection is worth a word. */
const SAY_SO_MS = 1000;

/**
 * Finds out how a TCP load balancer carries connections, by being on both sides of it:
 *
 *     client of the kit ──► the balancer ──► backend of the kit
 *
 *     const conformance = new Conformance({ balancer: { host: '127.0.0.1', port: 8080 }, backendPort: 8881 });
 *     const report = await conformance.run();
 */
export class Conformance extends EventEmitter<ConformanceEvents> {
  readonly #options: ResolvedConformanceOptions;

  /** @throws LbsimError `ERR_OPTION_INVALID` for names that are no checks and times that make no sense */
  constructor(options: ConformanceOptions) {
    super();
    this.#options = resolveConformanceOptions(options);
  }

  /**
   * Makes the checks, one after the other. May be called again.
   *
   * @param signal - ends it early: the check under way is given up, and the report, which is not `ok`, has those before it
   * @throws LbsimError of kind `runtime`: the backend's port is taken (`ERR_ADDRESS_IN_USE`), the balancer does not
   *   listen (`ERR_CONNECT`), or it lets no connection through to the backend (`ERR_NO_ANSWER`)
   */
  async run(signal?: AbortSignal): Promise<ConformanceReport> {
    const { balancer, timeoutMs, idleMs, checks } = this.#options;
    const began = performance.now();
    const destination = await Destination.of(balancer);
    const testBackend = new TestBackend();
    const backend = await testBackend.listen(this.#options.backend);
    this.emit('listening', backend);
    const results: CheckResult[] = [];
    try {
      const lab = (): Lab => new Lab({ balancer: destination, testBackend, timeoutMs, idleMs, signal });
      await this.#reach(lab());
      for (const [index, check] of checks.entries()) {
        this.emit('check_started', { name: check.name, nth: index + 1, of: checks.length });
        const result = await this.#make(check, lab());
        this.emit('check_finished', result);
        results.push(result);
      }
    } catch (error) {
      if (!(error instanceof Aborted)) throw error;
    } finally {
      testBackend.close();
    }
    const [ms, whole] = [performance.now() - began, results.length === checks.length];
    return conformanceReport({ balancer, backend }, results, { ms, whole });
  }

  /** Waits until a connection comes through: health checks may take their time to notice that the backend is up. */
  async #reach(lab: Lab): Promise<void> {
    const { balancer, backend, patienceMs } = this.#options;
    const waiting = setTimeout(() => this.emit('waiting', { patienceMs }), SAY_SO_MS);
    try {
      const isFinal = (error: UnreachableError): boolean =>
        isUnconnected(error) || error instanceof TalkativeError;
      const pair = await lab.whileOpen(lab.open(patienceMs, isFinal), patienceMs + lab.deadlineMs);
      if (pair === undefined) throw new UnreachableError('it let nothing through');
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error;
      if (error.connecting !== undefined) {
        throw new LbsimError(
          'ERR_CONNECT',
          `cannot connect to ${formatAddress(balancer)} (${failureText(error.connecting)}): start the balancer there, or give another address`,
          { cause: error },
        );
      }
      const [what, doing] =
        error instanceof TalkativeError
          ? [`${formatAddress(balancer)} is no TCP load balancer`, 'start one there that forwards']
          : [
              `no connection to ${formatAddress(balancer)} came through to the backend in ${formatMs(patienceMs)}`,
              'have the balancer forward',
            ];
      throw new LbsimError(
        'ERR_NO_ANSWER',
        `${what} (${error.message}): ${doing} to ${formatAddress(backend)} and nothing else`,
        { cause: error },
      );
    } finally {
      clearTimeout(waiting);
    }
  }

  async #make(check: Check, lab: Lab): Promise<CheckResult> {
    const began = performance.now();
    const watch = new StallWatch();
    const found = await findingOf(check, lab).finally(() => watch.stop());
    const finding = withStandstill(found, watch.stoodStillMs);
    return checkResult(check, finding, this.#options.must.has(check.name), performance.now() - began);
  }
}

/** Makes all checks, or those that are asked for: see {@link Conformance}. */
export async function runChecks(options: ConformanceOptions): Promise<ConformanceReport> {
  return new Conformance(options).run();
}

async function findingOf(check: Check, lab: Lab): Promise<RawFinding> {
  try {
    const finding = await lab.whileOpen(check.run(lab), lab.deadlineMs);
    return finding ?? unclear(`not finished within ${formatMs(lab.deadlineMs)}`);
  } catch (error) {
    if (error instanceof UnreachableError) return unclear(`no connection came through: ${error.message}`);
    throw error;
  }
}
