#!/usr/bin/env node
// Backends and balancers are killed, stopped and restarted while clients of many kinds check every byte. `--help` says how.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { seededRandom } from '../dist/seeded-random.js';
import { BalancerFaultDriver } from './chaos/balancer-faults.js';
import { balancerFaultKinds, balancerSchedule } from './chaos/balancer-schedule.js';
import { FaultDriver } from './chaos/faults.js';
import { report } from './chaos/group-report.js';
import { Group } from './chaos/group.js';
import { KINDS } from './chaos/kinds.js';
import { SLACK_MS } from './chaos/checker.js';
import { FAULT_KINDS, faultSchedule, leastOfEachKind } from './chaos/schedule.js';
import { stalledResets } from './chaos/stalled-resets.js';
import { timeLimits } from './chaos/time-limits.js';
import { command, commandLine, whole } from './command-line.js';
import { Findings } from './findings.js';
import { Stage } from './stage.js';

/** The two groups have a balancer each. `echo` returns any bytes, but does not say who it is. */
const GROUPS = { lines: ['B1', 'B2', 'B3', 'B4'], bytes: ['E1', 'E2'] };

const MODES = { lines: 'named', bytes: 'echo' };

/** Clients at once. */
const PLACES = { lines: 40, bytes: 12 };

/** Clients of megabytes at once, and how often, when all faults are over. */
const SWELL = 40;
const SWELLS = 3;

/** As late as this process itself has been, the balancer may be, too; but not without bound. */
const MOST_SLOWNESS_MS = 5000;

/** Of a warm-up. */
const LEAST_WARM_UP_SECONDS = 8;

/** In less time not every fault has its turn. */
const LEAST_SECONDS = 10;

/** Connections a second, at the least, so that an idle run does not pass; a busy machine still does. */
const LEAST_RATE = 10;

const options = () =>
  commandLine(
    'chaos',
    'Kills, stops and restarts backends and balancers, in an order that the seed decides, while clients check every byte.',
    {
      seconds: {
        type: 'number',
        default: 60,
        coerce: whole('seconds', LEAST_SECONDS, 86_400),
        describe: 'How long',
      },
      seed: {
        type: 'number',
        default: 1,
        coerce: whole('seed', 0, 2 ** 31),
        describe: 'Of the faults and clients',
      },
      workers: { type: 'number', default: 1, coerce: whole('workers', 1, 64), describe: 'Of each balancer' },
      verbose: { type: 'boolean', default: false, describe: 'Print the schedule of faults' },
    },
    `Before that there is a warm-up of a third of the time, at least ${LEAST_WARM_UP_SECONDS} s, with faults and clients of the same ` +
      'kinds. The same seed gives the same schedule.',
  );

const clock = (ms) => `${(ms / 1000).toFixed(1)} s`;

function printSchedule(findings, title, { backends, balancers }) {
  findings.title(title);
  const print = (atMs, kind, what, times) => {
    const told = Object.entries(times).filter(([, ms]) => ms > 0);
    const text = told.map(([name, ms]) => `${name} ${ms} ms`).join(', ');
    findings.say(`${clock(atMs).padStart(8)}  ${kind.padEnd(11)} ${what}  ${text}`);
  };
  for (const { atMs, kind, backends: names, stoppedMs: stopped, downMs: down } of backends)
    print(atMs, kind, names.join(', '), { stopped, down });
  for (const { atMs, kind, group, stillMs: stopped, nth } of balancers)
    print(atMs, kind, `the balancer of ${group}${stopped > 0 ? '' : `, worker ${nth}`}`, { stopped });
}

/**
 * Clients at all places while the faults of a schedule are injected, and a swell when all is back; ends when all have left.
 */
async function runPhase(groups, drivers, schedule, seconds, say) {
  const begun = performance.now();
  for (const [index, { traffic, places }] of groups.entries()) traffic.start(places, index + 1);
  const progress = setInterval(() => {
    const visits = groups.reduce((total, { traffic }) => total + traffic.visits.length, 0);
    const faults =
      drivers.backends.faults.length +
      drivers.balancers.standstills.length +
      drivers.balancers.workerKills.length;
    say(`${clock(performance.now() - begun)} of ${seconds} s: ${visits} connections, ${faults} faults`);
  }, 1000);
  try {
    await Promise.all([
      drivers.backends.run(schedule.backends),
      drivers.balancers.run(schedule.balancers),
      new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
    ]);
    await Promise.all(groups.map(({ traffic }) => traffic.stop()));
    for (let swell = 0; swell < SWELLS; swell++) {
      for (const [index, { traffic }] of groups.entries()) await traffic.swell(SWELL, index + 1);
    }
  } finally {
    clearInterval(progress);
  }
}

function reportRun(findings, groups, drivers, { seconds, workers }) {
  findings.title('The run');
  const visits = groups.flatMap(({ traffic }) => traffic.visits);
  const counts = Object.keys(KINDS).map((name) => [name, visits.filter(({ kind }) => kind === name).length]);
  const kinds = counts.map(([kind, count]) => `${count} ${kind}`).join(', ');
  findings.claim(
    `at least ${LEAST_RATE * seconds} connections`,
    visits.length >= LEAST_RATE * seconds,
    String(visits.length),
  );
  findings.claim(
    'clients of every kind',
    counts.every(([, count]) => count > 0),
    kinds,
  );
  const least = leastOfEachKind(seconds);
  const count = (kinds, driver) => kinds.map((kind) => [kind, driver.applied[kind] ?? 0]);
  const applied = [
    ...count(FAULT_KINDS, drivers.backends),
    ...count(balancerFaultKinds(workers), drivers.balancers),
  ];
  findings.claim(
    `at least ${least} of each fault`,
    applied.every(([, count]) => count >= least),
    applied.map(([kind, count]) => `${count} ${kind}`).join(', '),
  );
}

/** Those of the backends and those of the balancers, each by draws of its own. */
function scheduler(seed, workers) {
  const [backends, balancers] = [seededRandom(seed), seededRandom(seed + 2)];
  const groups = Object.keys(GROUPS);
  return (seconds) => ({
    backends: faultSchedule({ seconds, groups: GROUPS, random: backends }),
    balancers: balancerSchedule({ seconds, groups, workers, random: balancers }),
  });
}

async function chaos(stage, findings, settings) {
  const { seconds, seed, workers, verbose } = settings;
  const warmUpSeconds = Math.max(LEAST_WARM_UP_SECONDS, Math.round(seconds / 3));
  const schedule = scheduler(seed, workers);
  const [warmUp, main] = [schedule(warmUpSeconds), schedule(seconds)];
  if (verbose) {
    printSchedule(findings, 'Faults of the warm-up', warmUp);
    printSchedule(findings, 'Faults', main);
  }
  const groups = Object.entries(GROUPS).map(
    ([name, backends]) => new Group(stage, name, backends, MODES[name], PLACES[name]),
  );
  for (const group of groups) await group.start(workers, seededRandom(seed + 1));
  const backends = groups.flatMap((group) => group.backends);
  const drivers = {
    backends: new FaultDriver(new Map(backends.map((backend) => [backend.name, backend]))),
    balancers: new BalancerFaultDriver(
      new Map(groups.map(({ name, balancer }) => [name, balancer])),
      workers,
    ),
  };
  const say = (text) => findings.progress(text);
  const slowness = monitorEventLoopDelay();
  slowness.enable();
  await runPhase(groups, drivers, warmUp, warmUpSeconds, say);
  say('quiet, before');
  for (const group of groups) await group.noteBefore();
  for (const driver of Object.values(drivers)) driver.applied = {};
  await runPhase(groups, drivers, main, seconds, say);
  slowness.disable();
  say('quiet, after');
  for (const group of groups) await group.end();
  const { faults } = drivers.backends;
  const { standstills, workerKills } = drivers.balancers;
  reportRun(findings, groups, drivers, settings);
  const slackMs = SLACK_MS + Math.min(slowness.max / 1e6, MOST_SLOWNESS_MS);
  for (const group of groups) report(findings, group.evidence({ faults, standstills, workerKills, slackMs }));
  const random = seededRandom(seed + 3);
  await stalledResets(stage, findings, { workers, random });
  await timeLimits(stage, findings, { workers, random });
  if (findings.failed === 0) return;
  const visits = groups.flatMap(({ traffic }) => traffic.visits);
  const { contradictions } = findings;
  writeFileSync(
    join(stage.keep(), 'chaos.json'),
    JSON.stringify({ contradictions, faults, standstills, workerKills, visits }),
  );
}

await command('chaos', async () => {
  const settings = options();
  const findings = new Findings();
  const stage = new Stage();
  try {
    findings.say(`seed ${settings.seed}, ${settings.seconds} s, workers ${settings.workers}`);
    await chaos(stage, findings, settings);
  } finally {
    await stage.close();
  }
  if (findings.failed > 0)
    findings.say(`\nThe logs, and in chaos.json what was done and seen, are in ${stage.directory}`);
  return findings.conclude();
});
