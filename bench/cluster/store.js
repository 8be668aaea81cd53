// The store of a lab: a Redis or Valkey of its own, which keeps nothing on disk.
import { loadRedisClient } from '../../dist/cluster/redis/load-client.js';
import { freePort, listening } from '../ports.js';
import { LOAD_CORE } from '../processes.js';
import { missing } from '../surroundings.js';

const COMMANDS = ['redis-server', 'valkey-server'];

/** @throws Error that says what to install */
export function storeCommand() {
  const found = COMMANDS.find((command) => missing([{ command, package: command }]) === undefined);
  if (found !== undefined) return found;
  throw new Error(`redis-server missing: apt-get install -y redis-server (valkey-server does as well)`);
}

/** @returns its `program`, and the `url` that --cluster takes */
export async function startStore({ processes, directory }) {
  const port = await freePort();
  const setting = [
    '--port',
    port,
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    directory,
  ];
  const program = processes.start('store', LOAD_CORE, storeCommand(), setting);
  program.child.stdout.resume();
  await listening(program, port);
  return { program, port, url: `redis://127.0.0.1:${port}?lab=bench` };
}

/** Asks the store beside the balancers, on a connection of its own. */
export async function storeClient({ port }) {
  const createClient = await loadRedisClient();
  const client = createClient({ socket: { host: '127.0.0.1', port, reconnectStrategy: false } });
  // What is asked then fails with the same error.
  client.on('error', () => undefined);
  await client.connect();
  return {
    keys: () => client.sendCommand(['DBSIZE']),
    empty: () => client.sendCommand(['FLUSHALL']),
    /** In bytes. */
    memory: async () => Number(/^used_memory:(\d+)/m.exec(await client.sendCommand(['INFO', 'memory']))?.[1]),
    close: () => client.destroy(),
  };
}
