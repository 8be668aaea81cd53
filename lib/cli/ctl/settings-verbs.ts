import { BALANCER_TABLE } from '../../control/option-table.js';
import { LIVE_SETTINGS } from '../../control/live-settings.js';
import { didYouMean } from '../../did-you-mean.js';
import { optionError } from '../../errors.js';
import { keyOf } from '../../schema/library.js';
import { optionText, optionValue } from '../../schema/option-text.js';
import type { Option } from '../../schema/option.js';
import { printable } from '../../printable.js';
import { changeAlgorithm, DEFAULT, presentAlgorithm } from './algorithm.js';
import type { Verb } from './verb.js';

/** The options that can be changed while it runs, by their names on the command line. */
const LIVE = Object.entries(BALANCER_TABLE as Readonly<Record<string, Option<unknown>>>).filter(
  ([name, option]) => (LIVE_SETTINGS as readonly string[]).includes(keyOf(name, option)),
);
const NAMES = LIVE.map(([name]) => name);
/** It has words of its own, and may be named with these as well. */
const ALGORITHM = 'algorithm';
const UNLIMITED = 'unlimited';

/** Settings of the balancer as a whole. */
export const SETTINGS_VERBS: readonly Verb[] = [
  {
    usage: 'set [KEY] [VALUE]',
    offers: [ALGORITHM, ...NAMES],
    help: `an option as balance has it: ${NAMES.join(', ')}; without a value they are shown`,
    run: async ([name, text], { client, print }) => {
      const change = name === undefined || name === ALGORITHM ? undefined : changeTo(name, text);
      const api = await client();
      if (name === ALGORITHM) {
        const algorithm = await (text === undefined ? presentAlgorithm(api) : changeAlgorithm(api, text));
        print({ algorithm }, () => `algorithm ${printable(algorithm)}`);
        return;
      }
      const state = (
        change === undefined
          ? await api.ask('GET', '/v1/balancer')
          : await api.ask('PATCH', '/v1/balancer', change)
      ) as { readonly settings: Readonly<Record<string, unknown>> };
      const shown = LIVE.filter(([each]) => name === undefined || each === name).map(
        ([each, option]) => [each, shownValue(option, state.settings[keyOf(each, option)])] as const,
      );
      print(Object.fromEntries(shown), () => shown.map(([each, value]) => `${each} ${value}`).join('\n'));
    },
  },
  {
    usage: 'unset KEY',
    offers: [ALGORITHM, ...NAMES],
    help: 'back to what the file or the command line says; algorithm as well',
    run: async ([name = ''], { client, print }) => {
      if (name === ALGORITHM) {
        const algorithm = await changeAlgorithm(await client(), DEFAULT);
        print({ algorithm }, () => `algorithm ${printable(algorithm)}`);
        return;
      }
      const option = optionNamed(name);
      const key = keyNamed(name);
      const state = (await (await client()).ask('PATCH', '/v1/balancer', { [key]: null })) as {
        readonly settings: Readonly<Record<string, unknown>>;
      };
      const value = shownValue(option, state.settings[key]);
      print({ [name]: value }, () => `${printable(name)} ${value}`);
    },
  },
];

function optionNamed(name: string): Option<unknown> {
  const [, option] = LIVE.find(([each]) => each === name) ?? [];
  if (option === undefined) throw unknown(name);
  return option;
}

function keyNamed(name: string): string {
  return keyOf(name, optionNamed(name));
}

/** As the API takes it; undefined without a value. JSON has no Infinity. */
function changeTo(name: string, text: string | undefined): object | undefined {
  const option = optionNamed(name);
  if (text === undefined) return undefined;
  const value = optionValue(option, text);
  return { [keyOf(name, option)]: value === Infinity ? UNLIMITED : value };
}

/** As {@link changeTo} reads it; Infinity is null in JSON. */
function shownValue(option: Option<unknown>, value: unknown): string {
  return optionText(option, value === null ? Infinity : value) ?? '';
}

function unknown(name: string): Error {
  return optionError(
    `unknown setting '${name}'${didYouMean(name, [ALGORITHM, ...NAMES])}: use one of ${NAMES.join(', ')}`,
  );
}
