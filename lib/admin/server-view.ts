import type { Option } from '../schema/option.js';
import type { BackendServer } from '../server/backend-server.js';
import { activeFaults, FAULT_NAMES, FAULT_TABLE, type Faults } from '../server/faults/faults.js';

/** A backend process as the API has it. */
export function serverView(server: BackendServer): object {
  return { ...server.stats, faults: shownFaults(server.faults) };
}

/** The faults that are on, as the command line has them: `{"latency":"300ms","hang":true}`. */
export function shownFaults(faults: Faults): object {
  const entries = Object.entries(activeFaults(faults)).map(([key, value]) => {
    const name = FAULT_NAMES[key as keyof Faults];
    const { kind }: Option<unknown> = FAULT_TABLE[name];
    return [name, typeof value === 'boolean' ? value : kind.show(value)];
  });
  return Object.fromEntries(entries) as object;
}
