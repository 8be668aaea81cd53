/** A member that is to have slots of a table. */
export interface WeightedName {
  /** Unique among them. */
  readonly name: string;
  /** What its share is in proportion to; positive. */
  readonly weight: number;
}

/**
 * Slots in a circle, each owned by one of the members that the table was built for. A key starts at a slot and walks on
 * until it comes to one whose owner suits.
 *
 * A circle depends on names and weights alone, not on the order in which they were given.
 */
export interface SlotTable {
  /** How many slots there are; they have numbers from 0. */
  readonly size: number;
  /** How many slots each owner has. */
  readonly counts: Uint32Array;
  /** Where a key of this hash (32 bits) starts. */
  slotOf(hash: number): number;
  /** Whose a slot is: a place in the list that the circle was made of. */
  ownerOf(slot: number): number;
  /** Its position among the slots of its owner, from 0. */
  ordinalOf(slot: number): number;
}

/** Places in the list, in the order of names: the same whatever the order of the list is. */
export function inOrderOfNames(list: readonly WeightedName[]): number[] {
  const nameAt = (place: number): string => list[place]?.name ?? '';
  return Array.from(list.keys()).sort((a, b) => {
    if (nameAt(a) === nameAt(b)) return a - b;
    return nameAt(a) < nameAt(b) ? -1 : 1;
  });
}
