import type { PlaygroundControl, PlaygroundView } from '../../lib/playground/control.js';
import { NO_COUNTS } from '../../lib/playground/load/load.js';
import { CAPS, changeLoad, DEFAULT_LOAD } from '../../lib/playground/load/settings.js';

/** A playground without processes: what was asked of it is kept. */
export function fakePlayground(): PlaygroundControl & { readonly asked: string[] } {
  const asked: string[] = [];
  let load = DEFAULT_LOAD;
  let scene: string | null = null;
  const processes = (name: string, pid: number | null) => {
    asked.push(`${pid === null ? 'kill' : 'start'} ${name}`);
    return Promise.resolve({ name, port: 8881, pid });
  };
  return {
    asked,
    view: (): PlaygroundView => ({
      ...{ load, caps: CAPS, counts: NO_COUNTS, scene },
      backends: [{ name: 'B1', port: 8881, pid: 4711 }],
      scenes: [{ id: 'drain', title: 'Drain', look: 'Look.' }],
    }),
    changeLoad: (change) => (load = changeLoad(load, change)),
    kill: (name) => processes(name, null),
    start: (name) => processes(name, 4712),
    play: (id) => {
      scene = id;
      return Promise.resolve();
    },
  };
}
