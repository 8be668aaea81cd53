import { backendNameOf } from '../../routing/backend.js';
import type { RecordingHeader } from '../../recording/format.js';

/** Speeds within that share of each other count as the same. */
const ALIKE = 0.1;
const DIGITS = 3;

/** What was found of a backend. */
export interface Served {
  readonly name: string;
  /** Service times of which the mean is known, in milliseconds. */
  readonly samples: number;
  readonly serviceMean: number;
  readonly slots: number | null;
  readonly atOnce: number;
}

/** Backends as a simulation has them. */
export interface SimulatedBackends {
  /** How many; or their speeds, where these differ. */
  readonly backends: number | readonly number[];
  /** Where they are not in proportion to the speeds. */
  readonly weights?: readonly number[];
  readonly slots: number;
  /** How many, the last ones, are backups. */
  readonly backup: number;
}

/** Backends as fast as those of a recorded run were. @param served - at least one, in the order of {@link backupsLast} */
export function simulatedBackends(header: RecordingHeader, served: readonly Served[]): SimulatedBackends {
  const mean = meanServiceOf(served);
  const speeds = served.map(({ serviceMean }) => Number((mean / serviceMean).toPrecision(DIGITS)));
  const alike = speeds.length === 1 || Math.max(...speeds) < Math.min(...speeds) * (1 + ALIKE);
  const weights = served.map(({ name }) => specOf(header, name)?.weight ?? 1);
  const isWeighted = !alike || new Set(weights).size > 1;
  return {
    backends: alike ? served.length : speeds,
    ...(isWeighted && { weights }),
    slots: slotsOf(served),
    backup: simulatedBackups(header, served).length,
  };
}

/** Mean service time of all together, in milliseconds. */
export function meanServiceOf(served: readonly Served[]): number {
  const samples = served.reduce((sum, backend) => sum + backend.samples, 0);
  return served.reduce((sum, backend) => sum + backend.serviceMean * backend.samples, 0) / samples;
}

/** The same backends, those that began as backups behind the others: there a simulation has its own. */
export function backupsLast<B extends { readonly name: string }>(
  header: RecordingHeader,
  backends: readonly B[],
): B[] {
  return backends.toSorted((a, b) => Number(isBackup(header, a)) - Number(isBackup(header, b)));
}

/** The names of those that are backups in the simulation: none where all are, as then they were in use. */
export function simulatedBackups(
  header: RecordingHeader,
  served: readonly { readonly name: string }[],
): readonly string[] {
  const backups = served.filter((backend) => isBackup(header, backend));
  return backups.length === served.length ? [] : backups.map(({ name }) => name);
}

function isBackup(header: RecordingHeader, { name }: { readonly name: string }): boolean {
  return specOf(header, name)?.backup === true;
}

/** As it was at the start; undefined of one that joined. */
function specOf(
  { backends }: RecordingHeader,
  name: string,
): RecordingHeader['backends'][number] | undefined {
  return backends.find((spec) => backendNameOf(spec) === name);
}

/** The same for all, as the simulator has it: the fewest that are known, else as many as were seen at once. */
function slotsOf(backends: readonly Served[]): number {
  const known = backends.flatMap(({ slots }) => slots ?? []);
  return known.length > 0 ? Math.min(...known) : Math.max(...backends.map(({ atOnce }) => atOnce));
}
