#!/usr/bin/env node
// Floods of clients, each with limits that are to hold. `--help` tells which.
import { command, commandLine, listed } from './command-line.js';
import { Findings } from './findings.js';
import { addresses } from './floods/addresses.js';
import { held } from './floods/held.js';
import { noBackend } from './floods/no-backend.js';
import { resets } from './floods/resets.js';
import { slowDrip } from './floods/slow-drip.js';
import { runAll } from './run-all.js';

const FLOODS = [resets, held, noBackend, slowDrip, addresses];
const NAMES = FLOODS.map(({ name }) => name);

await command('floods', async () => {
  const { only } = commandLine(
    'floods',
    'Floods a balancer with clients, and checks its limits.',
    { only: { type: 'string', coerce: listed('only', NAMES), describe: `Some of ${NAMES.join(', ')}` } },
    FLOODS.map(({ name, about }) => `${name}: ${about}`).join('\n'),
  );
  return runAll(new Findings(), FLOODS, only);
});
