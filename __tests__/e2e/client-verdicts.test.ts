import { describe, expect, it } from '@jest/globals';
import type { LoadReport } from '../../lib/client/load/load-report.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';
import { listenOnLoopback } from '../helpers/sockets.js';

const onEnd = cleanup();

async function startServer(...options: string[]): Promise<string> {
  const server = new Lbsim(['server', '--name', 'B1', '--port', '0', ...options]);
  onEnd(() => server.kill());
  return String(await server.port());
}

describe('lbsim client --message', () => {
  it('prints messages and answers as one JSON object when asked to', async () => {
    const port = await startServer();
    const args = ['client', '--port', port, '--message', 'hello', '--message', 'you', '--json'];
    const { status, stdout, stderr } = await runLbsim(args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const time = expect.any(Number) as unknown;
    expect(JSON.parse(stdout)).toEqual({
      host: '127.0.0.1',
      port: Number(port),
      connectMs: time,
      messages: [
        { sent: 'hello', answer: '[B1] hello', backend: 'B1', ms: time },
        { sent: 'you', answer: '[B1] you', backend: 'B1', ms: time },
      ],
      ms: time,
    });
  });

  it('prints what it has as JSON when an answer does not come', async () => {
    const { server, port } = await listenOnLoopback((socket) => {
      socket.once('data', (line: Buffer) => {
        socket.write(line);
        socket.once('data', () => socket.end());
      });
    });
    onEnd(() => server.close());
    const args = ['client', '--port', `${port}`, '--message', 'one', '--message', 'two', '--json'];
    const { status, stdout, stderr } = await runLbsim(args);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^lbsim: no answer to 'two' /);
    expect(JSON.parse(stdout)).toMatchObject({
      messages: [
        { sent: 'one', answer: 'one', backend: null },
        { sent: 'two', answer: null, backend: null, ms: null },
      ],
      error: { code: 'ERR_NO_ANSWER', message: expect.stringContaining("no answer to 'two'") as unknown },
    });
  });

  it('prints what it has as JSON when it is interrupted', async () => {
    let received = (): void => undefined;
    const asked = new Promise<void>((resolve) => (received = resolve));
    const { server, port } = await listenOnLoopback((socket) =>
      socket.once('data', received).on('error', () => 0),
    );
    onEnd(() => server.close());
    const client = new Lbsim(['client', '--port', `${port}`, '--message', 'one', '--json']);
    onEnd(() => client.kill());
    await asked;
    expect(await client.kill('SIGINT')).toEqual({ status: 130, signal: null });
    expect(JSON.parse(client.stdout)).toMatchObject({
      messages: [{ sent: 'one', answer: null }],
      interrupted: 'SIGINT',
    });
  });
});

describe('a load', () => {
  it.each([
    [['max>1h', 'errors>0', 'throughput<0.001'], 0, ''],
    [
      ['errors >= 0%', 'max>0'],
      1,
      /^lbsim: failed by --fail-if: errors >= 0% \(it is 0 %\), max>0 \(it is [\d.]+ ms\)\n$/,
    ],
  ])('fails a load on a limit that is exceeded: %j', async (conditions, status, said) => {
    const options = conditions.flatMap((condition) => ['--fail-if', condition]);
    const args = ['client', '--port', await startServer(), '--count', '3', ...options];
    const run = await runLbsim([...args, '--json']);
    expect(run.status).toBe(status);
    if (typeof said === 'string') expect(run.stderr).toBe(said);
    else expect(run.stderr).toMatch(said);
    const { failIf } = JSON.parse(run.stdout) as LoadReport;
    expect(failIf.map(({ condition, holds }) => [condition, holds])).toEqual(
      conditions.map((condition) => [condition, status === 1]),
    );
  });

  it('passes a load whose errors stay within the limit for them, but no wrong answer, and none that failed whole', async () => {
    const port = await startServer('--fail-first', '1');
    const args = ['client', '--port', port, '--count', '4'];
    expect(await runLbsim([...args, '--fail-if', 'errors>25%'])).toMatchObject({ status: 0, stderr: '' });
    let served = 0;
    const wrong = await listenOnLoopback((socket) => {
      const isWrong = served++ % 2 === 0;
      socket.on('data', (data) => socket.write(isWrong ? 'wrong\n' : data)).on('end', () => socket.end());
    });
    onEnd(() => wrong.server.close());
    const options = ['--port', `${wrong.port}`, '--count', '2', '--fail-if', 'errors>100%'];
    expect(await runLbsim(['client', ...options])).toMatchObject({ status: 1 });
    expect(await runLbsim(['client', ...options, '--fail-if', 'mismatches>1'])).toMatchObject({ status: 0 });
    const none = ['client', '--port', '1', '--count', '2', '--fail-if', 'errors>100%'];
    expect(await runLbsim(none)).toMatchObject({ status: 1 });
  });

  it('says how it may come that one backend answered all, except in JSON', async () => {
    const args = ['client', '--port', await startServer(), '--count', '6'];
    expect((await runLbsim(args)).stderr).toMatch(/^hint: all answers came from B1\. .*--sticky-key none/);
    expect((await runLbsim([...args, '--json'])).stderr).toBe('');
  });

  it('shows where the first wrong answer differs', async () => {
    const { server, port } = await listenOnLoopback((socket) => {
      socket.on('data', (chunk: Buffer) => socket.write(chunk.toString().replace(/.\n/, '\u001b\n')));
      socket.on('end', () => socket.end());
    });
    onEnd(() => server.close());
    const { stdout } = await runLbsim(['client', '--port', `${port}`, '--count', '2']);
    expect(stdout).toContain(
      'first mismatch, on connection 1: an answer that differs from what was sent at byte 10: expected "1", got "\\u001b\\n"\n',
    );
    const json = await runLbsim(['client', '--port', `${port}`, '--count', '2', '--json']);
    expect((JSON.parse(json.stdout) as LoadReport).firstMismatch).toEqual({
      connection: 1,
      reason: 'an answer that differs from what was sent',
      offset: 10,
      expected: '1',
      got: '\u001b\n',
    });
  });
});
