import { answeredText } from './answered.js';
import { NOTHING } from './figures.js';
import type { ClassReport, SimulationReport } from './report.js';

/** One class of requests under one algorithm and load: a row of a table. */
export interface ClassRow {
  readonly algorithm: string;
  readonly load: number | undefined;
  readonly found: ClassReport;
  /** The share of its requests that were answered: `99.2 %`; a dash where there was none. */
  readonly answered: string;
  /** Its mean latency by its mean service time on a backend of speed 1; null where none was answered. */
  readonly slowdown: number | null;
}

/** The classes of all runs, those of one name together, so that algorithms stand below each other. */
export function classRows(runs: readonly SimulationReport[]): ClassRow[] {
  const names = runs[0]?.perClass?.map((each) => each.class) ?? [];
  return names.flatMap((_, place) =>
    runs.flatMap(({ algorithm, load, perClass }) => {
      const found = perClass?.[place];
      return found === undefined ? [] : [rowOf(algorithm, load, found)];
    }),
  );
}

function rowOf(algorithm: string, load: number | undefined, found: ClassReport): ClassRow {
  const { completed, failed, latency, serviceMean } = found;
  return {
    algorithm,
    load,
    found,
    answered: completed + failed === 0 ? NOTHING : answeredText({ completed, requests: completed + failed }),
    slowdown: latency.mean === null ? null : latency.mean / serviceMean,
  };
}
