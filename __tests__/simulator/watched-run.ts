import { JobTable } from '../../lib/simulator/backends/job-table.js';
import { EventQueue } from '../../lib/simulator/engine/event-queue.js';
import { FaultPlayer } from '../../lib/simulator/scenarios/fault-player.js';
import { RequestRecorder } from '../../lib/simulator/measures/request-recorder.js';
import type { SimulationOptions } from '../../lib/simulator/plan/options.js';
import type { RequestFailure } from '../../lib/simulator/report/request-failure.js';
import type { RunResult } from '../../lib/simulator/report/run-result.js';
import { spyOn } from './spy-on.js';
import { runOf } from './test-scenarios.js';

/** What became of one request. Times are those of the story, where there is one. */
export interface Life {
  readonly cameAt: number;
  /** When it came to which backend, from 1; the last one. */
  pickedAt?: number;
  backend?: number;
  endedAt?: number;
  failure?: RequestFailure;
}

export interface WatchedRun {
  readonly result: RunResult;
  /** By number, in the order in which requests came. */
  readonly lives: readonly Life[];
  /** The requests, in the order in which they came to a backend. */
  readonly picks: readonly number[];
}

/** Runs it, and follows each request by what the engine tells its own recorder. */
export function watchedRun(options: SimulationOptions, seed = 1): WatchedRun {
  const lives: Life[] = [];
  const picks: number[] = [];
  const requests = new Map<number, number>();
  /** When the story begins, and how long it has gone on. */
  let [origin, now] = [0, 0];
  const lifeOf = (job: number): Life => lives[requests.get(job) ?? -1] ?? { cameAt: NaN };
  const restore = [
    spyOn(EventQueue.prototype, 'next', (queue) => (now = queue.now - origin)),
    spyOn(FaultPlayer.prototype, 'start', () => ([origin, now] = [now, 0])),
    spyOn(JobTable.prototype, 'take', (_, __, job) => {
      requests.set(job, lives.length);
      lives.push({ cameAt: now });
    }),
    spyOn(RequestRecorder.prototype, 'admit', (_, [job, backend]) => {
      picks.push(requests.get(job) ?? -1);
      Object.assign(lifeOf(job), { pickedAt: now, backend: backend + 1 });
    }),
    spyOn(RequestRecorder.prototype, 'complete', (_, [job]) => (lifeOf(job).endedAt = now)),
    spyOn(RequestRecorder.prototype, 'fail', (_, [job, failure]) =>
      Object.assign(lifeOf(job), { endedAt: now, failure }),
    ),
  ];
  try {
    return { result: runOf(options, seed), lives, picks };
  } finally {
    for (const end of restore) end();
  }
}

/** The requests that were with a backend at that time. */
export function presentAt(backend: number, time: number, lives: readonly Life[]): Life[] {
  return lives.filter(
    (life) =>
      life.backend === backend && (life.pickedAt ?? Infinity) < time && (life.endedAt ?? Infinity) >= time,
  );
}
