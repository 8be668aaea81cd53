import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../bench/ports.js';
import { missing } from '../../bench/surroundings.js';
import { until } from '../stage.js';

const DEBIAN = '/usr/lib/postgresql';
const SCALE = 2;
const CLIENTS = 8;
const SECONDS = 5;

/** Where `initdb` and `postgres` are: Debian has them in a folder of each version, and not in PATH. */
function serverPrograms() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  return versions
    .map((version) => join(DEBIAN, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')));
}

function lacks() {
  if (serverPrograms() === undefined) return 'postgresql missing: apt-get install -y postgresql';
  return missing([
    { command: 'psql', package: 'postgresql' },
    { command: 'pgbench', package: 'postgresql' },
  ]);
}

/** PostgreSQL refuses to be run by root. @returns options of `spawn` that make it nobody */
function unprivileged() {
  if (process.getuid() !== 0) return {};
  const number = (flag) => Number(execFileSync('id', [flag, 'nobody']));
  return { uid: number('-u'), gid: number('-g') };
}

/** Transactions, with and without connections that are kept. */
export const postgres = {
  name: 'postgres',
  about: 'psql and pgbench through the balancer',
  lacks,
  async run(stage, findings) {
    const server = await database(stage);
    const balancer = await stage.balancer([server]);
    const to = ['-h', '127.0.0.1', '-p', String(balancer.port), '-U', 'trial'];
    await stage.run('pgbench', 'pgbench', [...to, '-i', '-q', '-s', String(SCALE), 'postgres']);
    const asked = 'SELECT count(*), sum(aid) FROM pgbench_accounts';
    const answer = await stage.run('psql', 'psql', [...to, '-tA', '-c', asked, 'postgres']);
    const rows = SCALE * 100_000;
    const expected = `${rows}|${(rows * (rows + 1)) / 2}`;
    findings.claim('psql finds every row that pgbench has made', answer.trim() === expected, answer.trim());
    await benchmarked(stage, findings, to, []);
    await benchmarked(stage, findings, to, ['-C']);
    findings.claim('the balancer ended with status 0', (await stage.stop(balancer)) === 0);
  },
};

async function database(stage) {
  const port = await freePort();
  const folder = serverPrograms();
  const home = join(stage.directory, 'postgres');
  const user = unprivileged();
  mkdirSync(home);
  if (user.uid !== undefined) {
    chownSync(home, user.uid, user.gid);
    chmodSync(stage.directory, 0o711); // to be passed through
  }
  const data = join(home, 'data');
  const options = { ...user, cwd: home };
  const making = ['-D', data, '-U', 'trial', '-A', 'trust', '--no-sync', '--no-locale', '-E', 'UTF8'];
  await stage.run('initdb', join(folder, 'initdb'), making, options);
  const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', fsync: 'off' };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = stage.start('postgres', join(folder, 'postgres'), ['-D', data, ...args], options);
  await until('PostgreSQL takes connections', () => {
    if (server.ended !== undefined) throw new Error(server.ended);
    return isReady(port);
  });
  return Object.assign(server, { label: 'P1', port });
}

function isReady(port) {
  try {
    execFileSync('pg_isready', ['-q', '-h', '127.0.0.1', '-p', String(port)]);
    return true;
  } catch {
    return false;
  }
}

/** @param options - `-C` for a connection for each transaction */
async function benchmarked(stage, findings, to, options) {
  findings.progress('postgres, pgbench');
  const load = ['-c', String(CLIENTS), '-T', String(SECONDS), '-n', ...options];
  const text = await stage.run('pgbench', 'pgbench', [...to, ...load, 'postgres']);
  const done = Number(/actually processed: (\d+)/.exec(text)?.[1] ?? 0);
  const failed = Number(/failed transactions: (\d+)/.exec(text)?.[1] ?? 0);
  findings.claim(
    `pgbench has no failure, ${options.length > 0 ? 'a connection for each transaction' : `${CLIENTS} connections that stay`}`,
    done > 0 && failed === 0,
    `${done} transactions in ${SECONDS} s`,
  );
}
