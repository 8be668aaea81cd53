#!/usr/bin/env node
// Metrics before a real Prometheus. `--help` tells what is claimed.
import { command, commandLine } from './command-line.js';
import { Findings } from './findings.js';
import { rules } from './metrics/rules.js';
import { scraped } from './metrics/scraped.js';
import { runAll } from './run-all.js';
import { missing } from '../bench/surroundings.js';

const TRIALS = [rules, scraped];
const PROGRAMS = ['prometheus', 'promtool'].map((name) => ({ command: name, package: 'prometheus' }));

await command('metrics', async () => {
  commandLine(
    'metrics',
    'Has a Prometheus scrape a lab, and asks it for all that the dashboard and the alerts ask for. Without Prometheus it fails.',
    {},
    TRIALS.map(({ name, about }) => `${name}: ${about}`).join('\n'),
  );
  const lack = missing(PROGRAMS);
  if (lack !== undefined) throw new Error(lack);
  return runAll(new Findings(), TRIALS);
});
