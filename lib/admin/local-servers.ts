import { networkInterfaces } from 'node:os';
import type { BackendSnapshot } from '../control/snapshot.js';
import { splitAddress } from '../schema/address.js';
import { recordedProcesses, type RunningProcess } from './runtime-folder.js';

/** How long a look into the folder counts. */
const LOOK_MS = 1000;
const ANY_IP = ['0.0.0.0', '::'];
const LOOPBACK = /^(?:127\.|::1$)/;

/** Which backends are an `lbsim server` of the same user on this machine, so that it can be asked to misbehave. */
export class LocalServers {
  /** Those of each port. */
  #byPort = new Map<number, RunningProcess[]>();
  #lookedAt = -Infinity;

  /** The backend's own process; undefined where it is another program, another user's or elsewhere. */
  find({ host, port, ip }: Pick<BackendSnapshot, 'host' | 'port' | 'ip'>): RunningProcess | undefined {
    const now = performance.now();
    if (now - this.#lookedAt >= LOOK_MS) {
      this.#lookedAt = now;
      this.#look();
    }
    return this.#byPort.get(port)?.find((server) => listensOn(server, ip ?? host));
  }

  #look(): void {
    this.#byPort = new Map();
    // One that was killed leaves its record behind: the one that was started last has the port.
    const records = recordedProcesses().toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
    for (const server of records) {
      const port = Number(splitAddress(server.address)?.port);
      if (server.kind === 'server') this.#byPort.set(port, [...(this.#byPort.get(port) ?? []), server]);
    }
  }
}

function listensOn({ address }: RunningProcess, ip: string): boolean {
  const host = splitAddress(address)?.host ?? '';
  return host === ip || (ANY_IP.includes(host) && isOfThisMachine(ip));
}

function isOfThisMachine(ip: string): boolean {
  if (LOOPBACK.test(ip)) return true;
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return addresses.some(({ address }) => address === ip);
}
