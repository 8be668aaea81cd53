import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';

/**
 * Loads code that a running process first needs now, unless it has too few file descriptors left: Node 20 never again loads a module
 * whose file it could not open once, so it is not tried then.
 *
 * @param files - how many it opens at once, at most; the default is for a library of some files
 * @throws what `load` throws; the system's error, `EMFILE` or `ENFILE`, where there are not that many descriptors: try again later
 */
export async function loadWithRoom<T>(load: () => Promise<T>, files = 16): Promise<T> {
  const open: number[] = [];
  try {
    while (open.length < files) open.push(openSync(devNull, 'r'));
  } finally {
    for (const descriptor of open) closeSync(descriptor);
  }
  return load();
}
