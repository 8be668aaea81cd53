import type { OperatorWord } from '../cluster/shared-store.js';
import type { ClusterStanding } from '../cluster/standing.js';
import { LbsimError } from '../errors.js';
import { wrongType } from '../option-shape.js';
import { IsolatingEmitter, type IsolatingEvents } from '../isolating-emitter.js';
import type { AdminState, BackendSpec } from '../routing/backend.js';
import type { Explanation } from '../routing/explanation.js';
import type { Algorithm } from '../schedulers/index.js';
import type { SchedulerOptions } from '../schedulers/options.js';
import type { BalancerControl } from './balancer-control.js';
import type { HoldStep } from './hold-operations.js';
import type { CloseHow } from '../net/close-socket.js';
import type { ConnectionSelection, LiveConnection } from './live-connection.js';
import type { ControlPlane } from './control-plane.js';
import type { SessionEntry, SessionQuery } from './session-operations.js';
import type { LiveSettings, SettingsUpdate } from './live-settings.js';
import type { ProbeOutcome } from './probe-outcome.js';
import type { Picks } from './picks.js';
import type { CarriedByAll } from './carried.js';
import type { Measurements } from './measurements.js';
import type { Reconfiguration } from './reconfiguration.js';
import type { BalancerSnapshot } from './snapshot.js';

/** A balancer that is operated by its control plane, in one process or with workers. */
export abstract class OperatedBalancer<Events extends Record<keyof Events, unknown[]> & IsolatingEvents>
  extends IsolatingEmitter<Events>
  implements BalancerControl
{
  /** @internal */
  protected abstract readonly control: ControlPlane;
  /** @internal */
  protected abstract readonly stopping: boolean;

  /** @internal */
  protected abstract carried(): Promise<CarriedByAll>;
  abstract connections(): Promise<readonly LiveConnection[]>;
  abstract closeConnections(selection: ConnectionSelection, how: CloseHow): Promise<number>;
  abstract settled(): Promise<void>;
  abstract close(drainTimeoutMs?: number): Promise<void>;

  snapshot(): BalancerSnapshot {
    return this.control.snapshot(this.stopping);
  }

  async measure(timesUpTo = Infinity): Promise<Measurements> {
    return this.control.measurements(await this.carried(), timesUpTo);
  }

  get picks(): Picks {
    return this.control.picks;
  }

  explain(key?: string): Explanation {
    if (key !== undefined && typeof key !== 'string')
      throw wrongType('key', key, 'the key of a client, or nothing');
    return this.control.picks.explain(key);
  }

  addBackend(spec: BackendSpec, by?: string): void {
    this.#operable.operations.addBackend(spec, by);
  }

  removeBackend(name: string, by?: string): void {
    this.#operable.operations.removeBackend(name, by);
  }

  setWeight(name: string, weight: number | null, by?: string): void {
    this.#operable.operations.setWeight(name, weight, by);
  }

  setLimit(name: string | undefined, limit: number | null, by?: string): void {
    this.#operable.operations.setLimit(name, limit, by);
  }

  setAdmin(name: string, admin: AdminState | null, by?: string): void {
    this.#operable.operations.setAdmin(name, admin, by);
  }

  setAlgorithm(algorithm: Algorithm | null, options: SchedulerOptions = {}, by?: string): void {
    this.#operable.operations.setAlgorithm(algorithm, options, by);
  }

  settings(): LiveSettings {
    return { ...this.control.settings.live, maxPerBackend: this.control.pool.maxPerBackend };
  }

  update(settings: SettingsUpdate, by?: string): void {
    this.#operable.settings.update(settings, by);
  }

  reconfigure(change: Reconfiguration): void {
    this.#operable.reconfigurator.apply(change);
  }

  hold(by?: string): void {
    this.#operable.hold.begin(by);
  }

  step(): HoldStep | undefined {
    return this.#operable.hold.step();
  }

  release(): number {
    return this.#operable.hold.release();
  }

  async probe(name: string): Promise<ProbeOutcome> {
    return this.#operable.probe(name);
  }

  sessions(query: SessionQuery): readonly SessionEntry[] {
    return this.control.sessions.list(query);
  }

  pinSession(key: string, backend: string, by?: string): void {
    this.#operable.sessions.pin(key, backend, by);
  }

  forgetSession(key: string, by?: string): boolean {
    return this.#operable.sessions.forget(key, by);
  }

  forgetSessions(selection: { readonly backend: string } | 'all', by?: string): number {
    return this.#operable.sessions.clear(selection, by);
  }

  cluster(): ClusterStanding {
    return this.control.ofLab.standing;
  }

  async tellLab(backend: string, word: OperatorWord): Promise<void> {
    const { reason } = this.#operable.ofLab.standing;
    if (await this.control.ofLab.say({ change: 'word', backend, word })) return;
    const wrong = `the store of the lab is away (${reason ?? 'no answer in time'}): the change holds here alone; try again`;
    throw new LbsimError('ERR_STATE', wrong);
  }

  get #operable(): ControlPlane {
    if (this.stopping)
      throw new LbsimError('ERR_STATE', 'the balancer is stopping and takes no changes: start another one', {
        kind: 'usage',
      });
    return this.control;
  }
}
