import { freePort, listening } from './ports.js';
import { BALANCER_CORE } from './processes.js';

/**
 * Starts a balancer on its core, and waits until it listens.
 *
 * @param setup.options - command line options of lbsim beside the usual ones
 * @param setup.connections - files that it may have open, to which some size their tables
 */
export async function startBalancer(bench, column, backends, setup = {}) {
  const { processes, directory, connections } = bench;
  const port = await freePort();
  const [command, args] = column.launch({ port, backends, directory, connections, ...setup });
  const program = processes.start(column.label, BALANCER_CORE, command, args);
  program.child.stdout.resume();
  await listening(program, port);
  return { program, port };
}
