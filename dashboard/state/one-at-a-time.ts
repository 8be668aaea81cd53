/**
 * A read of which never two are under way.
 *
 * @returns reads; while one is under way, once more after it, however often it is asked for meanwhile
 */
export function oneAtATime(read: () => Promise<void>): () => Promise<void> {
  let underWay: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    next = undefined;
    underWay = read().finally(() => {
      underWay = next;
    });
    return underWay;
  };
  return () => {
    if (underWay === undefined) return start();
    next ??= underWay.then(start);
    return next;
  };
}
