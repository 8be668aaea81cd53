import type { Catalogue, Family, Sample } from './family.js';

/** Has the metrics of a catalogue be families. */
export function familyMaker<C extends Catalogue>(
  catalogue: C,
): (name: keyof C & string, samples: readonly Sample[]) => Family {
  return (name, samples) => ({ ...(catalogue as Catalogue)[name], name, samples }) as Family;
}
