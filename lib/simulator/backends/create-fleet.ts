import type { SimulationSettings } from '../plan/settings.js';
import type { EventQueue } from '../engine/event-queue.js';
import { FifoFleet } from './fifo-fleet.js';
import type { Fleet } from './fleet.js';
import type { JobTable } from './job-table.js';
import { SharingFleet } from './sharing-fleet.js';

/** The backends of a run, by their discipline. */
export function createFleet(settings: SimulationSettings, jobs: JobTable, queue: EventQueue): Fleet {
  const Kind = settings.discipline === 'ps' ? SharingFleet : FifoFleet;
  return new Kind(settings, jobs, queue);
}
