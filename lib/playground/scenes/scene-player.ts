import { errorText } from '../../error-text.js';
import type { Log } from '../../logging/log-entry.js';
import type { Happening, Scene } from './scene.js';

/** What a scene is played on. */
export interface SceneStage {
  /** Has everything as the scene begins: backends that run and are well, its algorithm, its load, then its faults. */
  prepare(scene: Scene): Promise<void>;
  perform(happening: Happening): Promise<void>;
}

/** Plays one scene at a time, from its start to its last step. */
export class ScenePlayer {
  readonly #stage: SceneStage;
  readonly #log: Log;
  #present: Scene | undefined;
  #timers: NodeJS.Timeout[] = [];
  #plays = 0;
  /** What is prepared for one scene is over before it begins for the next. */
  #preparing: Promise<unknown> = Promise.resolve();

  constructor(stage: SceneStage, log: Log) {
    this.#stage = stage;
    this.#log = log;
  }

  /** The one that was started last. */
  get present(): Scene | undefined {
    return this.#present;
  }

  /** Ends the scene before it. @returns when it has begun */
  async play(scene: Scene): Promise<void> {
    this.stop();
    this.#present = scene;
    const number = this.#plays;
    try {
      await this.#prepare(scene, number);
    } catch (error) {
      if (this.#plays === number) this.stop();
      throw error;
    }
    if (this.#plays !== number) return; // another one was asked for meanwhile
    this.#timers = scene.steps.map(({ atMs, ...step }) => setTimeout(() => void this.#perform(step), atMs));
  }

  async #prepare(scene: Scene, number: number): Promise<void> {
    const prepared = this.#preparing.then(() =>
      this.#plays === number ? this.#stage.prepare(scene) : undefined,
    );
    this.#preparing = prepared.catch(() => undefined); // told to the one who asked for it
    await prepared;
  }

  stop(): void {
    this.#plays++;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    this.#present = undefined;
  }

  async #perform(step: Happening): Promise<void> {
    const value = step.deed === 'algorithm' ? step.algorithm : step.backend;
    const fields = { scene: this.#present?.id, operation: step.deed, target: value };
    try {
      await this.#stage.perform(step);
      const message = `${step.deed} ${value}`;
      this.#log({ level: 'info', event: 'scene_step', message, fields });
    } catch (error) {
      const message = `the scene cannot ${step.deed} ${value}: ${errorText(error)}`;
      this.#log({ level: 'warn', event: 'scene_failed', message, fields });
    }
  }
}
