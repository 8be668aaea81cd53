import type { LoadCounts } from './load/load.js';
import type { CAPS, LoadSettings } from './load/settings.js';

/** The process of a backend. */
export interface ProcessView {
  readonly name: string;
  readonly port: number;
  /** Null while it does not run. */
  readonly pid: number | null;
}

/** A scene that can be played. */
export interface SceneView {
  readonly id: string;
  readonly title: string;
  /** What to look for, in two to four sentences. */
  readonly look: string;
}

/** A playground as it stands. */
export interface PlaygroundView {
  readonly load: LoadSettings;
  /** The most that each setting of the load may be. */
  readonly caps: typeof CAPS;
  /** What has become of the load's connections, since the start or since the last scene began. */
  readonly counts: LoadCounts;
  readonly backends: readonly ProcessView[];
  readonly scenes: readonly SceneView[];
  /** That which was played last; null before the first. */
  readonly scene: string | null;
}

/** How a playground is operated while it runs, beside its balancer. */
export interface PlaygroundControl {
  view(): PlaygroundView;
  /** @throws LbsimError `ERR_OPTION_INVALID`, and then nothing has changed */
  changeLoad(change: Readonly<Record<string, unknown>>): LoadSettings;
  /** Kills the process of a backend, as kill -9 does; nothing happens to one that does not run. @returns when it is gone */
  kill(name: string): Promise<ProcessView>;
  /** Starts it again, on its port; nothing happens to one that runs. @returns when it listens @throws LbsimError `ERR_LISTEN` */
  start(name: string): Promise<ProcessView>;
  /**
   * Sets everything up as a scene begins, and plays it from there.
   *
   * @returns when it has begun
   * @throws LbsimError `ERR_LISTEN`: a backend does not start
   */
  play(scene: string): Promise<void>;
}
