import type { Candidate } from '../../lib/schedulers/scheduler.js';

/** A candidate whose load the test sets at will. */
export interface FakeCandidate extends Candidate {
  openConnections: number;
  readonly label: string;
}

/** Candidates in the order given, labelled A, B, C, …, with these weights and no connections. */
export function candidates(...weights: number[]): FakeCandidate[] {
  return weights.map((weight, index) => ({
    index,
    weight,
    openConnections: 0,
    label: String.fromCharCode(65 + index),
  }));
}
