import { createBrain, type Brain, type BrainSettings } from '../../lib/routing/brain.js';
import type { Entry } from '../../lib/routing/journal.js';
import { RECORDING_VERSION, recordingLine, type RecordingHeader } from '../../lib/recording/format.js';
import { seededRandom } from '../../lib/seeded-random.js';

/** A brain, and what its journal was told, as the lines of a recording. */
export interface RecordedBrain extends Brain {
  readonly lines: string[];
}

export function headerOf(settings: BrainSettings, seed = 1): RecordingHeader {
  return { recording: RECORDING_VERSION, lbsim: '0.1.0', stickyKey: 'ip', seed, ...settings };
}

export function recordedBrain(
  settings: BrainSettings,
  seed = 1,
  forgotten?: Parameters<typeof createBrain>[1]['forgotten'],
): RecordedBrain {
  const lines = [recordingLine(headerOf(settings, seed))];
  const journal = (entry: Entry): void => void lines.push(recordingLine(entry));
  return { lines, ...createBrain(settings, { random: seededRandom(seed), journal, forgotten }) };
}

/** Backends A, B, C, … of these weights; so many of the last are backups. */
export function backendsOf(weights: readonly number[], backups = 0): BrainSettings['backends'] {
  return weights.map((weight, index) => ({
    host: 'x',
    port: 1 + index,
    name: String.fromCharCode(65 + index),
    weight,
    backup: index >= weights.length - backups,
  }));
}
