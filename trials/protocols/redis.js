import { freePort, listening } from '../../bench/ports.js';
import { missing } from '../../bench/surroundings.js';

const REQUESTS = 100_000;
const CLIENTS = 50;
const PIPELINED = 16;

/** Two servers, and sticky sessions that keep this machine at one of them, so that it finds again what it has left there. */
export const redis = {
  name: 'redis',
  about: 'redis-benchmark through the balancer, and a value that reads back',
  lacks: () =>
    missing([
      { command: 'redis-server', package: 'redis-server' },
      { command: 'redis-benchmark', package: 'redis-tools' },
    ]),
  async run(stage, findings) {
    const servers = await Promise.all(['R1', 'R2'].map((label) => redisServer(stage, label)));
    const balancer = await stage.balancer(servers);
    for (const pipelined of [1, PIPELINED]) await benchmarked(stage, findings, balancer.port, pipelined);
    const value = 'line 1\nline 2 \u0001 ✓'.repeat(1000);
    const set = await cli(stage, balancer.port, 'SET', 'trial', value);
    const got = await cli(stage, balancer.port, 'GET', 'trial');
    findings.claim(
      'a value that was set reads back',
      set === 'OK' && got === value,
      `${value.length} characters`,
    );
    const there = await Promise.all(servers.map(({ port }) => cli(stage, port, 'EXISTS', 'trial')));
    findings.claim('it is at one of the two', there.toSorted().join() === '0,1', there.join(', '));
    findings.claim('the balancer ended with status 0', (await stage.stop(balancer)) === 0);
  },
};

async function redisServer(stage, label) {
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = stage.start(label, 'redis-server', [...options, '--dir', stage.directory]);
  await listening(server, port);
  return Object.assign(server, { port });
}

async function benchmarked(stage, findings, port, pipelined) {
  const load = [
    '-n',
    String(REQUESTS),
    '-c',
    String(CLIENTS),
    '-P',
    String(pipelined),
    '-t',
    'set,get,lpush',
  ];
  const text = await stage.run('redis-benchmark', 'redis-benchmark', ['-p', String(port), ...load, '--csv']);
  const rates = text
    .split('\n')
    .map((line) => /^"(SET|GET|LPUSH)[^"]*","([\d.]+)"/.exec(line))
    .filter((match) => match !== null)
    .map(([, test, rate]) => `${test} ${Number(rate).toFixed(0)}/s`);
  findings.claim(
    `redis-benchmark ends well, ${pipelined === 1 ? 'one request at a time' : `${pipelined} requests in a pipeline`}`,
    rates.length === 3 && !/error/i.test(text),
    rates.join(', ') || text,
  );
}

/** What redis-cli prints, without the newline that it adds. */
async function cli(stage, port, ...command) {
  return (await stage.run('redis-cli', 'redis-cli', ['-p', String(port), ...command])).replace(/\n$/, '');
}
