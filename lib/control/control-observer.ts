import type { LiveSettings } from './live-settings.js';
import type { Backend } from '../routing/backend.js';
import type { SessionRemoval } from '../routing/session-counts.js';

/** Notified of changes that the events do not cover. */
export interface ControlObserver {
  /** A client's entry in SESSION_MAP is gone, or leads to another backend from now on. */
  forgotten?(stickyKey: string, why: SessionRemoval): void;
  /** A backend joined or left ACTIVE_SERVERS, or whether it keeps its sticky clients has changed. */
  activeChanged?(backend: Backend): void;
  /** The backend has other addresses, or another of them is to be tried first. */
  addressesChanged?(backend: Backend): void;
  /** A backend joined, in the next slot. */
  joined?(backend: Backend): void;
  /** Limits or the algorithm have changed. */
  rulesChanged?(): void;
  /** Settings have changed. */
  settingsChanged?(settings: LiveSettings): void;
  /** A backend that was up is down. */
  wentDown?(backend: Backend): void;
  /** Places for clients have run short, or are no longer. */
  crowdedChanged?(crowded: boolean): void;
}
