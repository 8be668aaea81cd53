import { ineffective } from '../../schema/effect.js';
import type { OptionTable } from '../../schema/option.js';
import type { Source } from './sources.js';
import { firstGiven } from './value-of.js';

/**
 * The sources without the variables that have no effect with the other options.
 *
 * @param valuesOf - the values that sources give
 */
export function withoutIdle(
  table: OptionTable,
  sources: readonly Source[],
  valuesOf: (sources: readonly Source[]) => Readonly<Record<string, unknown>>,
): readonly Source[] {
  const isGiven = (name: string): boolean => firstGiven(name, sources).some(({ isVariable }) => isVariable);
  if (!Object.keys(table).some(isGiven)) return sources; // as nearly always
  const idle = ineffective(table, valuesOf(sources), (name) => name)
    .map(({ name }) => name)
    .filter(isGiven);
  if (idle.length === 0) return sources;
  const rest = sources.map(
    (source): Source =>
      (name) =>
        source(name).filter(({ isVariable = false }) => !(isVariable && idle.includes(name))),
  );
  // What they gave an effect to may have none either, and what is given elsewhere takes their place.
  return withoutIdle(table, rest, valuesOf);
}
