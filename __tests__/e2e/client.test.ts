import { execFile } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { LoadReport } from '../../lib/client/load/load-report.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';
import { signalAll, stopped } from '../helpers/processes.js';
import { quietPort } from '../helpers/ports.js';
import { listenOnLoopback } from '../helpers/sockets.js';

const BINARY = fileURLToPath(new URL('../../bin/lbsim.js', import.meta.url));
const onEnd = cleanup();

async function startServer(...options: string[]): Promise<string> {
  const server = new Lbsim(['server', '--name', 'B1', '--port', '0', ...options]);
  onEnd(() => server.kill());
  return String(await server.port());
}

async function runLoad(
  port: string,
  ...options: string[]
): Promise<{ status: number | null; report: LoadReport }> {
  const { status, stdout } = await runLbsim(['client', '--port', port, '--json', ...options]);
  return { status, report: JSON.parse(stdout) as LoadReport };
}

describe('lbsim client', () => {
  it('prints an answer that is not UTF-8 as it came, where standard output is not a terminal', async () => {
    const answer = Buffer.from([0x61, 0xff, 0xfe, 0x1b, 0xe4, 0x0a]);
    const { server, port } = await listenOnLoopback((socket) => {
      socket.once('data', () => socket.end(answer));
    });
    onEnd(() => void server.close());
    const args = [BINARY, 'client', '--port', String(port), '--message', 'x'];
    const { stdout } = await promisify(execFile)(process.execPath, args, { encoding: 'buffer' });
    expect([...stdout]).toEqual([...answer]);
  });

  it('sends what it is piped, half-closes, and prints what comes back until the end', async () => {
    const result = await runLbsim(['client', '--port', await startServer()], { input: 'a\nb\nlast' });
    expect(result).toMatchObject({ status: 0, stdout: '[B1] a\n[B1] b\n[B1] last\n', stderr: '' });
  });

  it('pipes a large answer whole', async () => {
    const line = 'x'.repeat(60_000);
    const input = `${line}\n`.repeat(200);
    const result = await runLbsim(['client', '--port', await startServer('--mode', 'echo')], { input });
    expect(result.stdout === input).toBe(true);
    expect(result.status).toBe(0);
  });

  it('exits 1 with one line when it is reset', async () => {
    const { server, port } = await listenOnLoopback((socket) =>
      socket.once('data', () => socket.resetAndDestroy()),
    );
    onEnd(() => server.close());
    const result = await runLbsim(['client', '--port', `${port}`], { input: 'x\n' });
    expect(result.stderr).toMatch(/^lbsim: connection to 127\.0\.0\.1:\d+ lost \(connection reset\).*\n$/);
    expect(result.status).toBe(1);
  });

  it.each([
    ['--message', 'x', '--timeout', '0.5'],
    ['--count', '1', '--timeout', '0.5'],
  ])('counts an answer that came in time while it was stopped: %s %s', async (...options) => {
    const { server, port } = await listenOnLoopback((socket) => {
      socket.on('error', () => undefined).on('end', () => socket.end());
      socket.once('data', (line: Buffer) => void answerLate(socket, line));
    });
    const answerLate = async (socket: Socket, line: Buffer): Promise<void> => {
      const pids = [client.child.pid ?? 0];
      signalAll(pids, 'SIGSTOP');
      await stopped(pids);
      socket.write(line);
      await new Promise((resolve) => setTimeout(resolve, 800));
      signalAll(pids, 'SIGCONT');
    };
    const client = new Lbsim(['client', '--port', `${port}`, ...options]);
    onEnd(() => client.kill());
    onEnd(() => server.close());
    expect(await client.ended).toEqual({ status: 0, signal: null });
  });

  it('sends messages on one connection and prints one answer each', async () => {
    const port = await startServer();
    const result = await runLbsim([
      'client',
      '--port',
      port,
      '--message',
      'hello',
      '--message',
      'you, there',
    ]);
    expect(result).toMatchObject({ status: 0, stdout: '[B1] hello\n[B1] you, there\n', stderr: '' });
  });

  it('has no figure for what could not be measured', async () => {
    const args = ['client', '--port', `${await quietPort()}`, '--count', '2'];
    const { status, stdout } = await runLbsim(args);
    expect(status).toBe(1);
    expect(stdout).toMatch(/connect +│ +– +│ +– +│ +– +│ +– /);
    expect(stdout).toMatch(/answer +│ +– +│ +– +│ +– +│ +– /);
    const report = JSON.parse((await runLbsim([...args, '--json'])).stdout) as LoadReport;
    const none = { p50: null, p90: null, p99: null, max: null };
    expect(report).toMatchObject({ failed: 2, latencyMs: none, connectMs: none });
  });

  it('reports a load as one JSON object', async () => {
    const { status, report } = await runLoad(await startServer(), '--count', '300', '--concurrency', '10');
    expect(status).toBe(0);
    expect(report).toMatchObject({
      connections: 300,
      ok: 300,
      failed: 0,
      errors: {},
      backends: { B1: 300 },
      mismatches: 0,
    });
    for (const quantiles of [report.latencyMs, report.connectMs]) {
      expect(Object.keys(quantiles)).toEqual(['p50', 'p90', 'p99', 'max']);
      expect(quantiles.p50).toBeGreaterThan(0);
      expect(quantiles.max).toBeGreaterThanOrEqual(Number(quantiles.p99));
    }
    expect(report.bytesIn - report.bytesOut).toBe(300 * '[B1] '.length);
    expect(report.latency).toMatchObject({ unit: 'ms', count: 300, ...report.latencyMs });
    expect(report.connect).toMatchObject({ unit: 'ms', count: 300, ...report.connectMs });
  });

  it('reports a load as one row of CSV in place of the tables', async () => {
    const args = ['client', '--port', await startServer(), '--count', '3', '--csv', '/dev/stdout'];
    const { status, stdout } = await runLbsim(args);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^connections,ok,failed,.*,unit,count,mean,p50,.*\r\n3,3,0,.*,ms,3,[\d.]+,.*\r\n$/,
    );
  });

  it('sends payloads of the size asked for, several on each connection', async () => {
    const options = ['--count', '4', '--size', '200000', '--messages-per-connection', '3'];
    const { status, report } = await runLoad(await startServer(), ...options);
    expect(status).toBe(0);
    expect(report).toMatchObject({ ok: 4, backends: { B1: 12 }, bytesOut: 4 * 3 * 200_001 });
  });

  it('makes connections for a time, at a rate', async () => {
    const { status, report } = await runLoad(await startServer(), '--duration', '500ms', '--rate', '100');
    expect(status).toBe(0);
    expect(report.connections).toBeGreaterThanOrEqual(45);
    expect(report.connections).toBeLessThanOrEqual(51);
  });

  it('exits 1 when an answer is wrong, and says how many', async () => {
    const { server, port } = await listenOnLoopback((socket) => {
      socket.on('data', (chunk: Buffer) => socket.write(chunk.toString().replace(/.\n/, '?\n')));
      socket.on('end', () => socket.end());
    });
    onEnd(() => server.close());
    const { status, report } = await runLoad(`${port}`, '--count', '3');
    expect(status).toBe(1);
    expect(report).toMatchObject({ ok: 0, failed: 3, mismatches: 3, errors: { mismatch: 3 } });
  });

  it('exits 1 when nobody listens, with the reason counted', async () => {
    const [backend] = await startBackends(1, onEnd);
    await backend?.stop();
    const { status, report } = await runLoad(`${backend?.port}`, '--count', '5');
    expect(status).toBe(1);
    expect(report).toMatchObject({ connections: 5, failed: 5, errors: { connection_refused: 5 } });
  });

  it('shows tables to people, without colour when piped', async () => {
    const { status, stdout, stderr } = await runLbsim([
      'client',
      '--port',
      await startServer(),
      '--count',
      '3',
    ]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/backend .*answers .*share/);
    expect(stdout).toMatch(/B1 .*3 .*100\.0 %/);
    expect(stdout).toContain('all answers right');
    expect(stdout + stderr).not.toContain('\u001b');
  });
});
