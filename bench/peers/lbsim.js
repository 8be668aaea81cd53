import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SIMULATOR = fileURLToPath(new URL('../programs/simulator.js', import.meta.url));

/**
 * lbsim with every feature on: sticky sessions, health checks, a log to standard error and to a file. One for each build
 * and each Node.
 *
 * @param builds - `{ label, binary }`, where `binary` is the path of a `bin/lbsim.js`
 */
export const lbsims = (builds, runtimes) =>
  builds.flatMap((build) =>
    runtimes.map(({ name: node, binary, version }) => ({
      name: 'lbsim',
      program: build.label,
      label: `${build.label} (${node})`,
      needs: [],
      version: [binary, [build.binary, '--version'], /(\S+)/],
      node,
      nodeVersion: version,
      nodeBinary: binary,
      library: join(dirname(build.binary), '../dist/index.js'),
      algorithms: async () => (await import(join(dirname(build.binary), '../dist/index.js'))).ALGORITHMS,
      simulate: ({ algorithm, backends, requests }) => [
        binary,
        [SIMULATOR, join(dirname(build.binary), '../dist/simulator'), algorithm, backends, requests],
      ],
      /** @param options - further options of `balance`, or others than the usual ones */
      launch({ port, backends, directory, options = [] }) {
        const log = join(directory, `lbsim-${port}.log`);
        rmSync(log, { force: true });
        const usual = [
          ...(backends.length === 0 ? [] : ['--backends', backends.join(',')]),
          ...['--algorithm', 'least-connections', '--log-level', 'INFO', '--log-file', log],
          ...(options.includes('--sticky-key') ? [] : ['--sticky-key', 'ip']),
        ];
        return [binary, [build.binary, 'balance', '--port', String(port), ...usual, ...options]];
      },
    })),
  );

/** The same on the sockets of Node, in the works whose cost is that of bytes and connections. */
export const lbsimsOnSockets = (builds, runtimes) =>
  lbsims(builds, runtimes).map((column) => ({
    ...column,
    name: 'sockets',
    label: column.label.replace(' (', ' on sockets ('),
    works: ['bulk', 'request', 'connection', 'idle', 'ping-pong'],
    launch: ({ options = [], ...setup }) =>
      column.launch({ ...setup, options: [...options, '--engine', 'node'] }),
  }));
