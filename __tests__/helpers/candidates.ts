import type { Candidate, Scheduler } from '../../lib/schedulers/scheduler.js';

/** A candidate whose load and weight the test sets at will. */
export interface FakeCandidate extends Candidate {
  openConnections: number;
  weight: number;
  readonly label: string;
}

/** Candidates in the order given, labelled A, B, C, …, with these weights and no connections. */
export function candidates<W extends number[]>(...weights: W): { [Each in keyof W]: FakeCandidate } {
  return weights.map((weight, index) => ({
    index,
    weight,
    openConnections: 0,
    label: String.fromCharCode(65 + index),
  })) as { [Each in keyof W]: FakeCandidate };
}

/** Gives candidates these loads, of which no scheduler is told, and returns them. */
export function withLoads<M extends readonly FakeCandidate[]>(loads: readonly number[], members: M): M {
  members.forEach((member, index) => (member.openConnections = loads[index] ?? 0));
  return members;
}

/** So many candidates of weight 1, for which one letter each would not do. */
export function manyCandidates(count: number, loadOf: (index: number) => number = () => 0): FakeCandidate[] {
  return Array.from({ length: count }, (_, index) => ({
    index,
    weight: 1,
    openConnections: loadOf(index),
    label: `#${index}`,
  }));
}

/** Makes them members, and returns them. */
export function addAll<C extends Candidate, M extends readonly C[]>(
  scheduler: Pick<Scheduler<C>, 'add'>,
  members: M,
): M {
  for (const member of members) scheduler.add(member);
  return members;
}

/** The labels of so many picks in a row, no connection being opened: `A B C A`; `-` where there was none to pick. */
export function turns(
  scheduler: Pick<Scheduler<FakeCandidate>, 'pick'>,
  count: number,
  ...tried: FakeCandidate[]
): string {
  const labels = Array.from({ length: count }, () => scheduler.pick(new Set(tried))?.candidate.label ?? '-');
  return labels.join(' ');
}

/** As {@link turns}, but each pick opens a connection that stays, and is shown with its rule: `A round-robin`. */
export function held(scheduler: Scheduler<FakeCandidate>, count: number): string[] {
  return Array.from({ length: count }, () => {
    const pick = scheduler.pick(new Set());
    if (pick === undefined) return '-';
    setLoad(scheduler, pick.candidate, pick.candidate.openConnections + 1);
    return `${pick.candidate.label} ${pick.why}`;
  });
}

/** Gives the candidate so many open connections, and tells the scheduler. */
export function setLoad(
  scheduler: Pick<Scheduler<FakeCandidate>, 'loadChanged'>,
  candidate: FakeCandidate,
  openConnections: number,
): void {
  candidate.openConnections = openConnections;
  scheduler.loadChanged(candidate);
}

/** Gives the candidate that weight, and tells the scheduler. */
export function setWeight(
  scheduler: Pick<Scheduler<FakeCandidate>, 'weightChanged'>,
  candidate: FakeCandidate,
  weight: number,
): void {
  const before = candidate.weight;
  candidate.weight = weight;
  scheduler.weightChanged(candidate, before);
}
