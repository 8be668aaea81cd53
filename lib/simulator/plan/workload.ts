import { optionError } from '../../errors.js';
import { fileOfTrace, isTrace, type TraceName } from '../../recording/trace-file.js';
import { arrivalRate } from '../workload/request-source.js';
import type { ResolvedSimulationOptions } from './options.js';
import type { SampleFiles } from './sample-files.js';
import type { ClosedLoop, OpenLoop, SimulationSettings } from './settings.js';

/** Digits of the load of a trace, which nobody gave. */
const DIGITS = 4;

type Requests = Pick<ResolvedSimulationOptions, 'load' | 'arrivals' | 'clients' | 'think'>;
type Capacity = Pick<SimulationSettings, 'speeds' | 'slots' | 'serviceMean' | 'timeUnit'>;

/**
 * Where the requests of a simulation come from.
 *
 * @param isLoadGiven - a trace is brought to a load that is given, and else comes as it is, if times have a unit
 * @throws LbsimError `ERR_OPTION_INVALID`, `ERR_RECORDING` for a trace that cannot be read or is none
 */
export function workloadOf(
  { load, arrivals, clients, think }: Requests,
  capacity: Capacity,
  isLoadGiven: boolean,
  files: SampleFiles,
): OpenLoop | ClosedLoop {
  if (clients !== undefined) return { kind: 'closed', clients, think };
  if (!isTrace(arrivals)) return { kind: 'open', process: arrivals, load };
  return traceOf(
    arrivals,
    isLoadGiven || capacity.timeUnit === undefined ? load : undefined,
    capacity,
    files,
  );
}

/** @param load - undefined for that of the trace */
function traceOf(
  name: TraceName,
  load: number | undefined,
  capacity: Capacity,
  files: SampleFiles,
): OpenLoop {
  const path = fileOfTrace(name);
  const times = files.trace(path);
  const last = times.at(-1) ?? 0;
  if (last === 0)
    throw optionError(
      `trace '${path}' has no rate, as all its times are the same: use one whose times differ`,
    );
  const rate = (times.length - 1) / last;
  const own = rate / arrivalRate(capacity, 1);
  const factor = load === undefined ? 1 : own / load;
  return {
    kind: 'open',
    process: 'trace',
    load: load ?? Number(own.toPrecision(DIGITS)),
    trace: factor === 1 ? times : times.map((at) => at * factor),
  };
}

/** @throws LbsimError `ERR_OPTION_INVALID` for more requests than a trace has */
export function refuseMoreThanTrace(workload: OpenLoop | ClosedLoop, requests: number): void {
  const arrivals = mostRequests(workload);
  if (requests > arrivals)
    throw optionError(
      `requests ${requests} are more than the trace has: use at most ${arrivals}, or leave it out`,
    );
}

/** How many requests can come. */
export function mostRequests(workload: OpenLoop | ClosedLoop): number {
  return isOfTrace(workload) ? workload.trace.length : Infinity;
}

/** Whether requests come at the times of a trace. */
export function isOfTrace(
  workload: OpenLoop | ClosedLoop,
): workload is OpenLoop & Required<Pick<OpenLoop, 'trace'>> {
  return workload.kind === 'open' && workload.trace !== undefined;
}
