import type { Catalogue, Family, MetricSample } from './family.js';

/** Has the metrics of a catalogue be families. */
export function familyMaker<C extends Catalogue>(
  catalogue: C,
): (name: keyof C & string, samples: readonly MetricSample[]) => Family {
  return (name, samples) => ({ ...(catalogue as Catalogue)[name], name, samples }) as Family;
}
