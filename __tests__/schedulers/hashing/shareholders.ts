import type { SlotTable, WeightedName } from '../../../lib/schedulers/hashing/slot-table.js';

/** So many of weight 1, named `B1`, `B2`, … */
export function equals(count: number, prefix = 'B'): WeightedName[] {
  return Array.from({ length: count }, (_, place) => ({ name: `${prefix}${place + 1}`, weight: 1 }));
}

/** The name of the owner of each slot, in order. */
export function ownersOf(circle: SlotTable, list: readonly WeightedName[]): string[] {
  return Array.from({ length: circle.size }, (_, slot) => list[circle.ownerOf(slot)]?.name ?? 'nobody');
}

/** Without the one at that place. */
export function without<T>(list: readonly T[], place: number): T[] {
  return list.filter((_, other) => other !== place);
}
