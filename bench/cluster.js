#!/usr/bin/env node
// What it costs a balancer to share what it knows with others (`--cluster`), beside one that is alone, and what becomes of it when the
// store or another balancer dies; each figure beside its goal, if it has one. Prints medians of interleaved rounds with the lowest and
// the highest. `npm run bench:cluster -- --help` lists the options; it wants redis-server or valkey-server, and @redis/client.
import { fileURLToPath } from 'node:url';
import { loadRedisClient } from '../dist/cluster/redis/load-client.js';
import { parseClusterOptions } from './cluster/options.js';
import { storeCommand } from './cluster/store.js';
import { lbsims } from './peers/lbsim.js';
import { Session } from './session.js';
import { assertUsable, runtimes } from './surroundings.js';

const BINARY = fileURLToPath(new URL('../bin/lbsim.js', import.meta.url));

async function main() {
  const { parts, ...options } = parseClusterOptions(process.argv.slice(2));
  assertUsable([]);
  storeCommand();
  await loadRedisClient();
  const columns = lbsims([{ label: 'lbsim', binary: BINARY }], runtimes().slice(0, 1));
  const session = new Session({ ...options, columns });
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      console.error(`bench: ended by ${signal}`);
      void session.close().finally(() => process.exit(1));
    });
  }
  try {
    for (const { measure } of parts) {
      await measure(session);
      await session.processes.stopAll();
    }
    if (options.quick) console.log('A quick run, so a rough one');
    if (session.failures.length > 0) process.exitCode = 1;
  } finally {
    await session.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
}
