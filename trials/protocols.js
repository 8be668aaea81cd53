#!/usr/bin/env node
// Programs that everybody uses, through the balancer. `--help` tells which.
import { command, commandLine, listed } from './command-line.js';
import { Findings } from './findings.js';
import { gigabyte } from './protocols/gigabyte.js';
import { http } from './protocols/http.js';
import { postgres } from './protocols/postgres.js';
import { redis } from './protocols/redis.js';
import { runAll } from './run-all.js';

const PROTOCOLS = [redis, http, postgres, gigabyte];
const NAMES = PROTOCOLS.map(({ name }) => name);

await command('protocols', async () => {
  const { only } = commandLine(
    'protocols',
    'Has programs that everybody uses talk through a balancer. Those that are not installed are skipped with a word.',
    { only: { type: 'string', coerce: listed('only', NAMES), describe: `Some of ${NAMES.join(', ')}` } },
    PROTOCOLS.map(({ name, about }) => `${name}: ${about}`).join('\n'),
  );
  return runAll(new Findings(), PROTOCOLS, only);
});
