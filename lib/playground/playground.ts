import { BackendProcess } from '../backend-process.js';
import type { BalancerControl } from '../control/balancer-control.js';
import { LIVE_SETTINGS } from '../control/live-settings.js';
import { errorText } from '../error-text.js';
import { LbsimError } from '../errors.js';
import type { Log } from '../logging/log-entry.js';
import type { Address } from '../net/address.js';
import type { PlaygroundControl, PlaygroundView, ProcessView } from './control.js';
import { LoadChild } from './load/load-child.js';
import { CAPS, changeLoad, type LoadSettings } from './load/settings.js';
import { readScenes } from './scenes/read-scene.js';
import { ScenePlayer } from './scenes/scene-player.js';
import type { Happening, Scene } from './scenes/scene.js';
import { namedBackends } from './scenes/scene.js';

export interface PlaygroundOptions {
  /** How many. */
  readonly backends: number;
  readonly load: LoadSettings;
  readonly log: Log;
  /** Called after a backend was killed: removes what it has left behind. */
  readonly onKilled: () => Promise<unknown>;
}

/** The surroundings of a balancer on this machine: backends as child processes, a load from another one, and scenes. */
export class Playground implements PlaygroundControl {
  readonly #processes: readonly BackendProcess[];
  readonly #starting = new Map<BackendProcess, Promise<void>>();
  readonly #load: LoadChild;
  readonly #onKilled: () => Promise<unknown>;
  readonly #scenes: readonly Scene[];
  readonly #player: ScenePlayer;
  #balancer: BalancerControl | undefined;

  constructor({ backends, load, log, onKilled }: PlaygroundOptions) {
    this.#processes = Array.from(
      { length: backends },
      (_, index) => new BackendProcess(`B${index + 1}`, true),
    );
    this.#load = new LoadChild(load, log);
    this.#onKilled = onKilled;
    const names = this.#processes.map(({ name }) => name);
    // A scene whose backends are not all there would show something else.
    this.#scenes = readScenes().filter((scene) => namedBackends(scene).every((name) => names.includes(name)));
    const stage = {
      prepare: (scene: Scene) => this.#prepare(scene),
      perform: (happening: Happening) => this.#perform(happening),
    };
    this.#player = new ScenePlayer(stage, log);
  }

  /** Starts every backend. @returns them, as `--backends` takes them @throws LbsimError `ERR_STATE` when one ended instead */
  async startBackends(): Promise<string[]> {
    await Promise.all(this.#processes.map((each) => each.start()));
    return this.#processes.map((each) => `${each.name}=127.0.0.1:${portOf(each)}`);
  }

  /** Begins the load. @param target - where the balancer listens */
  open(balancer: BalancerControl, target: Address): void {
    this.#balancer = balancer;
    this.#load.start(target);
  }

  view(): PlaygroundView {
    return {
      load: this.#load.settings,
      caps: CAPS,
      counts: this.#load.counts,
      backends: this.#processes.map(viewOf),
      scenes: this.#scenes.map(({ id, title, look }) => ({ id, title, look })),
      scene: this.#player.present?.id ?? null,
    };
  }

  changeLoad(change: Readonly<Record<string, unknown>>): LoadSettings {
    this.#load.change(changeLoad(this.#load.settings, change));
    return this.#load.settings;
  }

  async kill(name: string): Promise<ProcessView> {
    const found = this.#find(name);
    await found.kill();
    await this.#onKilled();
    return viewOf(found);
  }

  async start(name: string): Promise<ProcessView> {
    const found = this.#find(name);
    await this.#startAgain(found);
    return viewOf(found);
  }

  async play(id: string): Promise<void> {
    const scene = this.#scenes.find((each) => each.id === id);
    if (scene === undefined) throw new Error(`no scene ${id}`);
    await this.#player.play(scene);
  }

  /** Ends the scene and the load. @returns when all connections of the load are gone */
  async closeLoad(): Promise<void> {
    this.#player.stop();
    await this.#load.close();
  }

  /** Ends every process. @returns when they are gone */
  async close(): Promise<void> {
    await this.closeLoad();
    await Promise.all(this.#processes.map((each) => each.end()));
  }

  async #startAgain(found: BackendProcess): Promise<void> {
    const underWay = this.#starting.get(found);
    if (underWay !== undefined) return underWay;
    if (found.isRunning) return;
    const started = found.start().finally(() => this.#starting.delete(found));
    this.#starting.set(found, started);
    await started.catch((cause: unknown) => {
      throw new LbsimError('ERR_STATE', errorText(cause), { kind: 'usage', cause });
    });
  }

  async #prepare(scene: Scene): Promise<void> {
    const balancer = this.#running;
    const by = `scene ${scene.id}`;
    balancer.release();
    await Promise.all(this.#processes.map((each) => this.#startAgain(each)));
    const present = balancer.snapshot().backends.map(({ name }) => name);
    for (const each of this.#processes) {
      const { name } = each;
      each.command('heal');
      if (!present.includes(name)) balancer.addBackend({ name, host: '127.0.0.1', port: portOf(each) }, by);
      balancer.setAdmin(name, null, by);
      balancer.setWeight(name, null, by);
      balancer.setLimit(name, null, by);
    }
    // Whatever else an operator has set is not of the scene: its clients would be refused, or wait for something else.
    const undone = Object.fromEntries(LIVE_SETTINGS.map((setting) => [setting, null]));
    balancer.update({ ...undone, stickyKey: scene.stickyKey }, by);
    balancer.setAlgorithm(scene.algorithm, {}, by);
    if (scene.stickyKey !== 'none') balancer.forgetSessions('all', by);
    await Promise.all(this.#processes.map(({ name }) => balancer.probe(name)));
    for (const [name, lines] of scene.faults) for (const line of lines) this.#find(name).command(line);
    this.#load.change(scene.load, true);
  }

  async #perform(happening: Happening): Promise<void> {
    const balancer = this.#running;
    if (happening.deed === 'algorithm') {
      balancer.setAlgorithm(happening.algorithm, {}, 'scene');
      return;
    }
    const { deed, backend } = happening;
    if (deed === 'kill') await this.kill(backend);
    else if (deed === 'start') await this.start(backend);
    else balancer.setAdmin(backend, deed, 'scene');
  }

  get #running(): BalancerControl {
    if (this.#balancer === undefined) throw new LbsimError('ERR_STATE', 'the playground has no balancer yet');
    return this.#balancer;
  }

  #find(name: string): BackendProcess {
    const found = this.#processes.find((each) => each.name === name);
    if (found === undefined) throw new Error(`no backend ${name}`);
    return found;
  }
}

function portOf({ name, port }: BackendProcess): number {
  if (port === undefined) throw new LbsimError('ERR_STATE', `backend ${name} has not started yet`);
  return port;
}

function viewOf(each: BackendProcess): ProcessView {
  return { name: each.name, port: portOf(each), pid: each.isRunning ? (each.pid ?? null) : null };
}
