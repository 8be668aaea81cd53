// Does to the backends what the schedule says, and notes what was done when.
import { setTimeout as sleep } from 'node:timers/promises';
import { FLAP_UP_MS, FLAPS } from './schedule.js';

export class FaultDriver {
  /** What was done, see `Fault` in checker.js. */
  faults = [];
  /** How many faults there were of each kind. */
  applied = {};
  #backends;
  /** For each backend the end of what befalls it now: a machine that is slow is not to have it befall twice at once. */
  #busy = new Map();

  /** @param backends - by name */
  constructor(backends) {
    this.#backends = backends;
  }

  /** @returns when all is done and every backend is back */
  async run(schedule) {
    const begun = performance.now();
    const faults = [];
    for (const fault of schedule) {
      await sleep(fault.atMs - (performance.now() - begun));
      const applied = this.#apply(fault);
      applied.catch(() => undefined); // that it failed is told in the end
      faults.push(applied);
    }
    await Promise.all(faults);
  }

  #apply(fault) {
    const ready = fault.backends.map((name) => this.#busy.get(name));
    const done = (async () => {
      await Promise.all(ready);
      await Promise.all(fault.backends.map((name) => this.#befall(this.#backends.get(name), fault)));
      this.applied[fault.kind] = (this.applied[fault.kind] ?? 0) + 1;
    })();
    for (const name of fault.backends) this.#busy.set(name, done);
    return done;
  }

  async #befall(backend, { kind, stoppedMs, downMs }) {
    switch (kind) {
      case 'stop':
        return this.#stopped(backend, stoppedMs);
      case 'restart':
        return this.#ended(backend, kind, 'SIGTERM', downMs);
      case 'flap':
        for (let nth = 0; nth < FLAPS; nth++) {
          if (nth > 0) await sleep(FLAP_UP_MS);
          await this.#ended(backend, kind, 'SIGKILL', downMs);
        }
        return;
      case 'freeze':
        backend.stop();
        await sleep(stoppedMs);
        return this.#ended(backend, kind, 'SIGKILL', downMs);
      default:
        return this.#ended(backend, kind, 'SIGKILL', downMs);
    }
  }

  async #stopped(backend, stoppedMs) {
    const fault = { kind: 'stop', backend: backend.name, deadly: false, from: Date.now(), until: Infinity };
    this.faults.push(fault);
    backend.stop();
    await sleep(stoppedMs);
    backend.resume();
    Object.assign(fault, { until: Date.now(), backAt: Date.now() });
  }

  async #ended(backend, kind, signal, downMs) {
    const fault = { kind, backend: backend.name, deadly: true, from: Date.now(), until: Infinity };
    this.faults.push(fault);
    await backend.end(signal);
    fault.until = Date.now();
    await sleep(downMs);
    await backend.start();
    fault.backAt = Date.now();
  }
}
