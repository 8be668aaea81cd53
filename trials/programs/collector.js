// Loaded into a program by `node --import`, that is through NODE_OPTIONS: at SIGUSR2 it collects all garbage and then
// writes to $TRIALS_HEAPS/PID, as JSON, the count of collections so far and the bytes of the heap that are in use. With
// $TRIALS_STEADY the young generation does not grow either: it takes 2 or 16 MB, by chance, when nobody is there.
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const file = join(process.env.TRIALS_HEAPS, String(process.pid));
let collections = 0;

if (process.env.TRIALS_STEADY) setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

process.on('SIGUSR2', () => {
  collect();
  writeFileSync(
    `${file}.new`,
    JSON.stringify({ collections: ++collections, heap: process.memoryUsage().heapUsed }),
  );
  renameSync(`${file}.new`, file);
});
