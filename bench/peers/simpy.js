import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../simulators/simpy_backends.py', import.meta.url));

/** Debian's own Python has what Debian's packages install; another may come before it in the path. */
const PYTHONS = ['/usr/bin/python3', 'python3'];

const VERSIONS = [
  '-c',
  'import platform, simpy; print(simpy.__version__, "on Python", platform.python_version())',
];

let found;

/** The Python that has SimPy, if there is one. */
function python() {
  found ??= { command: PYTHONS.find((command) => spawnSync(command, VERSIONS).status === 0) };
  return found.command;
}

/** Processor time of an event does not depend on how many there are, and these are many times as dear as ours. */
const LESS = 5;

/** What most people simulate queues with: a process for each request, a `Resource` for each backend. */
export const simpy = {
  name: 'simpy',
  label: 'SimPy',
  program: 'SimPy',
  works: ['event'],
  needs: [{ command: 'python3', package: 'python3-simpy3', isThere: () => python() !== undefined }],
  get version() {
    return [python(), VERSIONS, /(.+)/];
  },
  algorithms: () => ['round-robin', 'power-of-two'],
  simulate: ({ algorithm, backends, requests }) => [
    python(),
    [PROGRAM, algorithm, backends, requests / LESS],
  ],
};
