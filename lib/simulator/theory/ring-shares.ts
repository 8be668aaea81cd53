/**
 * The coefficient of variation of the shares that members with `points` points each have of a ring: a share is the sum of `points`
 * of all the gaps between points that fall at random, which is Beta(points, points × (members − 1)).
 *
 * D. Karger et al., "Consistent Hashing and Random Trees", STOC 1997, for the ring; any textbook for the variance.
 */
export function ringShareVariation(members: number, points: number): number {
  return Math.sqrt((members - 1) / (members * points + 1));
}
