import type { Cluster } from '../cluster/cluster.js';
import type { LabChange } from '../cluster/shared-store.js';
import { LbsimError } from '../errors.js';
import type { DispatchRequest } from '../dispatch/dispatcher.js';
import type { Backend } from '../routing/backend.js';
import type { BrainDeps } from '../routing/brain.js';
import { ClusterMeter } from './cluster-meter.js';
import type { ClusterParts } from './create-cluster.js';
import type { ControlObserver } from './control-observer.js';
import { LocalDispatcher } from './local-dispatcher.js';

/** A dispatcher that shares sessions with other balancers, if it is one of several. */
export abstract class SharingDispatcher extends LocalDispatcher {
  /** Undefined where the balancer is alone. */
  abstract readonly cluster: Cluster | undefined;
  /** Counts the calls of the store. */
  readonly clusterMeter = new ClusterMeter();

  /** @throws LbsimError `ERR_STATE` where the balancer is alone */
  get ofLab(): Cluster {
    if (this.cluster === undefined)
      throw new LbsimError('ERR_STATE', 'the balancer is alone: start it with --cluster', { kind: 'usage' });
    return this.cluster;
  }

  /** What a cluster needs of a dispatcher. */
  protected get dispatching(): Pick<ClusterParts, 'central' | 'requests' | 'health' | 'meter'> {
    const { central, requests, health, clusterMeter: meter } = this;
    return { central, requests, health, meter };
  }

  /** A client's entry in SESSION_MAP may be in the store, too. */
  protected brainObserver(observer: ControlObserver): Pick<BrainDeps, 'forgotten' | 'activeChanged'> {
    return {
      forgotten: (key, why) => {
        observer.forgotten?.(key, why);
        this.cluster?.forgotten(key, why);
      },
      activeChanged: observer.activeChanged?.bind(observer),
    };
  }

  protected readonly stickinessChanged = (key: string, now: number): void =>
    this.central.stickinessChanged(key, now);

  /** The operator has changed SESSION_MAP, which all balancers of the lab share. */
  protected readonly sessionsChanged = (change: LabChange): unknown => this.cluster?.sessionsChanged(change);

  override dispatch(request: DispatchRequest): void {
    if (this.cluster?.holds(request) !== true) super.dispatch(request);
  }

  override cancel(request: DispatchRequest): void {
    this.cluster?.cancel(request);
    super.cancel(request);
  }

  override established(request: Pick<DispatchRequest, 'stickyKey' | 'tried'>, backend: Backend): void {
    super.established(request, backend);
    if (request.stickyKey !== undefined) this.cluster?.established(request.stickyKey);
  }

  override released(stickyKey: string | undefined, backend: Backend): void {
    super.released(stickyKey, backend);
    if (stickyKey !== undefined) this.cluster?.released(stickyKey);
  }
}
