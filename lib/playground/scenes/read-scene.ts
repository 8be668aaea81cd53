import { readFileSync } from 'node:fs';
import { STICKY_KEYS } from '../../control/options.js';
import { ALGORITHMS } from '../../schedulers/index.js';
import { choice, text } from '../../schema/word.js';
import { parseFault } from '../../server/faults/faults.js';
import { readYaml } from '../../yaml-document.js';
import { changeLoad, DEFAULT_LOAD, type LoadSettings } from '../load/settings.js';
import { SCENES, type SceneName } from './names.js';
import { DEEDS, type Happening, type Scene } from './scene.js';

/** Lists and maps, whose leaves are text, or a number where one is wanted. */
type Written = Readonly<Record<string, unknown>>;
type Step = Readonly<Record<string, string | number>>;

/** Of numbers; everything else in a scene is text. */
const NUMBERS = ['at', 'rate', 'clients', 'held', 'addresses'];
const KEYS = ['title', 'look', 'algorithm', 'sticky-key', 'load', 'faults', 'steps'];
const algorithm = choice(ALGORITHMS);
const stickyKey = choice(STICKY_KEYS);

/** All scenes. */
export function readScenes(): readonly Scene[] {
  return SCENES.map((id) => readScene(id, readFileSync(new URL(`./${id}.yaml`, import.meta.url), 'utf8')));
}

/**
 * A scene from its file.
 *
 * @throws LbsimError `ERR_OPTION_INVALID` for a value that makes no sense; Error for an unknown key, and for one that is missing
 */
export function readScene(id: SceneName, content: string): Scene {
  const written = readYaml(content, (key) => !NUMBERS.includes(key)) as Written;
  const unknown = Object.keys(written).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) throw new Error(`unknown key '${unknown}' in scene ${id}`);
  const { load = {}, faults = {}, steps = [] } = written;
  return {
    id,
    title: text.parse(String(written.title)),
    look: text.parse(String(written.look)),
    algorithm: algorithm.parse(String(written.algorithm)),
    stickyKey: stickyKey.parse(String(written['sticky-key'])),
    load: changeLoad(DEFAULT_LOAD, withinThisSystem(load as Partial<LoadSettings>)),
    faults: new Map(
      Object.entries(faults as Written).map(([name, each]) => [name, linesOf(each as Written)]),
    ),
    steps: (steps as Step[]).map((step) => ({ atMs: Number(step.at) * 1000, ...happeningOf(step) })),
  };
}

/** Where all clients have one address, a scene still shows the rest. */
function withinThisSystem({ addresses, ...rest }: Partial<LoadSettings>): Partial<LoadSettings> {
  return addresses === undefined ? rest : { ...rest, addresses: Math.min(addresses, DEFAULT_LOAD.addresses) };
}

function linesOf(faults: Written): string[] {
  return Object.entries(faults).map(([name, value]) => {
    const given = String(value);
    parseFault(name, given);
    return `fault ${name} ${given}`;
  });
}

function happeningOf(step: Step): Happening {
  if (step.algorithm !== undefined)
    return { deed: 'algorithm', algorithm: algorithm.parse(String(step.algorithm)) };
  const deed = DEEDS.find((each) => step[each] !== undefined);
  if (deed === undefined) throw new Error(`nothing happens in step ${JSON.stringify(step)}`);
  return { deed, backend: String(step[deed]) };
}
