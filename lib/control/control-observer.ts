import type { Backend } from '../routing/backend.js';

/** Who needs to know more than the events tell. */
export interface ControlObserver {
  /** A client's entry in SESSION_MAP is gone, or leads to another backend from now on. */
  forgotten?(stickyKey: string): void;
  /** A backend has become one of ACTIVE_SERVERS or is no more, or clients that stick to it keep it or not. */
  activeChanged?(backend: Backend): void;
  /** The backend has other addresses, or another of them is to be tried first. */
  addressesChanged?(backend: Backend): void;
  /** A backend joined, in the next slot. */
  joined?(backend: Backend): void;
  /** Limits, or the algorithm, are others. */
  rulesChanged?(): void;
  /** A backend that was up is down. */
  wentDown?(backend: Backend): void;
  /** Places for clients have run short, or are no longer. */
  crowdedChanged?(crowded: boolean): void;
}
