import { readdir, readFile } from 'node:fs/promises';
import { version } from '../version.js';
import { EventLoopLag } from './event-loop-lag.js';
import type { Family, MetricSample } from './family.js';
import { familyMaker } from './families.js';
import { PROCESS_CATALOGUE } from './process-catalogue.js';
import type { RequestCounts } from './request-counts.js';
import { value } from './samples.js';

const US_PER_S = 1e6;
const family = familyMaker(PROCESS_CATALOGUE);

/** Measures this process. */
export class ProcessReadings {
  readonly #lag = new EventLoopLag();
  readonly #requests: RequestCounts;

  constructor(requests: RequestCounts) {
    this.#requests = requests;
  }

  async families(): Promise<Family[]> {
    const { user, system } = process.cpuUsage();
    const [open, limit] = await Promise.all([openDescriptors(), descriptorLimit()]);
    return [
      family('lbsim_build_info', [value(1, { version: version(), node: process.version })]),
      family('lbsim_admin_requests_total', this.#requests.samples),
      family('process_cpu_seconds_total', [value((user + system) / US_PER_S)]),
      family('process_resident_memory_bytes', [value(process.memoryUsage.rss())]),
      family('process_open_fds', ifKnown(open)),
      family('process_max_fds', ifKnown(limit)),
      family('process_start_time_seconds', [value(performance.timeOrigin / 1000)]),
      family('nodejs_eventloop_lag_p99_seconds', ifKnown(this.#lag.p99())),
    ];
  }
}

function ifKnown(number: number | undefined): MetricSample[] {
  return number === undefined ? [] : [value(number)];
}

/** Undefined where the system does not tell: other systems than Linux. */
async function openDescriptors(): Promise<number | undefined> {
  const names = await readdir('/proc/self/fd').catch(() => undefined);
  return names && names.length - 1; // without the one that reads
}

async function descriptorLimit(): Promise<number | undefined> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const [, soft] = /^Max open files +(\d+|unlimited)/m.exec(limits) ?? [];
  if (soft === undefined) return undefined;
  return soft === 'unlimited' ? Infinity : Number(soft);
}
