import { createBrain, type Brain, type BrainSettings, type BrainDeps } from '../routing/brain.js';
import { RECORDING_VERSION } from '../recording/format.js';
import { drawSeed, seededRandom } from '../seeded-random.js';
import { version } from '../version.js';
import type { RecordingEvents } from '../recording/events.js';
import type { EventSink } from '../event-sink.js';
import { algorithmFailures } from './algorithm-failures.js';
import type { BalancerEvents } from './events.js';
import type { ResolvedOptions } from './options.js';
import { RecordingWriter } from '../recording/writer.js';

/**
 * The brain of a balancer and, if its options ask for one, the recorder that is told of all that the brain is.
 *
 * @param events - told what becomes of the recording, and what an algorithm of one's own does wrong
 */
export function createRecordedBrain(
  options: ResolvedOptions,
  events: EventSink<Pick<BalancerEvents, keyof RecordingEvents | 'algorithm_failed'>>,
  observer: Pick<BrainDeps, 'forgotten' | 'activeChanged'>,
): { readonly brain: Brain; readonly recorder: RecordingWriter | undefined } {
  const settings = brainSettingsOf(options);
  const { record: file, recordMax: maxLines, stickyKey, random, custom } = options;
  const parts = { custom, algorithmFailed: custom && algorithmFailures(custom, events), ...observer };
  if (file === undefined) {
    const draws = options.seed === undefined ? random : seededRandom(options.seed);
    return { brain: createBrain(settings, { random: draws, ...parts }), recorder: undefined };
  }
  const { seed = drawSeed(random) } = options;
  const header = {
    ...{ recording: RECORDING_VERSION, lbsim: version(), stickyKey, seed },
    ...(custom && { algorithmFile: custom.source?.path ?? null }),
    ...settings,
  };
  const recorder = new RecordingWriter(header, { file, maxLines }, events);
  const { journal } = recorder;
  return { brain: createBrain(settings, { random: seededRandom(seed), journal, ...parts }), recorder };
}

/** With the defaults left out, and nothing else than the brain knows. */
function brainSettingsOf(options: ResolvedOptions): BrainSettings {
  const { algorithm, backends, maxPerBackend, slowStartMs, stickyKey, stickyMax, stickyTtlMs } = options;
  const { choices, sample, ewmaDecayMs } = options;
  return {
    algorithm,
    schedulerOptions: { choices, sample, decay: ewmaDecayMs },
    ...(maxPerBackend < Infinity && { maxPerBackend }),
    ...(slowStartMs > 0 && { slowStartMs }),
    ...(stickyKey !== 'none' && { sessions: { max: stickyMax, ttlMs: stickyTtlMs } }),
    backends,
  };
}
