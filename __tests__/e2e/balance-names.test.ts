import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { askOnce } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { startBlackHole } from '../helpers/black-hole.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';
import { WITH_NAMESPACES } from '../helpers/namespace.js';
import { quietPort } from '../helpers/ports.js';

const onEnd = cleanup();

/** Answers each line with its name, at one address alone. @returns its port */
async function backendAt(host: string, name: string, port = 0): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined).on('data', (line) => socket.write(`${name}:${String(line)}`));
  });
  server.listen(port, host);
  await once(server, 'listening');
  onEnd(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** A balancer for which the names of that file, in the form of /etc/hosts, are all there are. */
function balanceWithHosts(file: string, backends: string, ...options: string[]): Lbsim {
  const lbsim = new Lbsim(['balance', '--port', '0', '--backends', backends, ...options], {
    within: (command) => [
      'unshare',
      '-m',
      'sh',
      '-c',
      'mount --bind "$0" /etc/hosts && exec "$@"',
      file,
      ...command,
    ],
  });
  onEnd(() => lbsim.kill());
  return lbsim;
}

async function hostsFile(text: string): Promise<string> {
  const file = join(await temporaryFolder(onEnd), 'hosts');
  await writeFile(file, text);
  return file;
}

describe('a backend that is named by a host name', () => {
  it('is served where localhost listens on ::1 only', async () => {
    const port = await backendAt('::1', 'six');
    const lb = startBalance([{ spec: `B1=localhost:${port}` }], onEnd);
    expect(await askOnce(await lb.port())).toBe('six');
    expect(lb.all('backend_down_at_start')).toEqual([]);
  });

  it('is down when its name does not resolve, which is said, while the others serve', async () => {
    const [b1, b2] = await startBackends(2, onEnd);
    const lb = startBalance(
      [b1, { spec: 'X=nosuch.invalid:80' }, b2].filter((one) => one !== undefined),
      onEnd,
      '--sticky-key',
      'none',
    );
    const port = await lb.port();
    expect(await lb.event('backend_down_at_start')).toMatchObject({
      backend: 'X',
      reason: 'host not found: nosuch.invalid',
    });
    expect([await askOnce(port), await askOnce(port)].sort()).toEqual(['B1', 'B2']);
  });

  it('is waited for, with clients, when no name resolves', async () => {
    const lb = startBalance([{ spec: 'nosuch.invalid:80' }], onEnd, '--wait-for-backend-timeout', '0');
    await lb.event('no_active_servers');
    const port = await lb.port();
    expect(await askOnce(port).catch(() => undefined)).toBeUndefined();
    expect(await lb.event('connection_close')).toMatchObject({ end: 'no_backend' });
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
  });
});

describe('lbsim client', () => {
  it.each([['::1'], ['127.0.0.1']])('reaches localhost on %s', async (host) => {
    const port = await backendAt(host, 'here');
    const args = ['client', '--host', 'localhost', '--port', `${port}`, '--message', 'x'];
    expect(await runLbsim(args)).toMatchObject({ status: 0, stdout: 'here:x\n' });
  });
});

describe('an IPv6 address in brackets', () => {
  it('is understood as --host by balance, server and client', async () => {
    const server = new Lbsim(['server', '--name', 'B1', '--host', '[::1]', '--port', '0']);
    onEnd(() => server.kill());
    const backend = { spec: `B1=[::1]:${await server.port()}` };
    const lb = startBalance([backend], onEnd, '--host', '[::1]');
    const args = ['client', '--host', '[::1]', '--port', `${await lb.port()}`, '--message', 'x'];
    expect(await runLbsim(args)).toMatchObject({ status: 0, stdout: '[B1] x\n' });
    expect(await lb.event('listening')).toMatchObject({ host: '::1' });
  });

  it('may have a zone', async () => {
    const port = await backendAt('::1', 'six');
    const lb = startBalance([{ spec: `[::1%lo]:${port}` }], onEnd);
    expect(await askOnce(await lb.port())).toBe('six');
    expect(await lb.event('connection_open')).toMatchObject({ backend: `[::1%lo]:${port}` });
  });
});

WITH_NAMESPACES.describe('a host name', () => {
  it('with several addresses is served though the first refuses', async () => {
    const port = await backendAt('127.0.0.3', 'B1');
    const lb = balanceWithHosts(await hostsFile('127.0.0.2 svc\n127.0.0.3 svc\n'), `B1=svc:${port}`);
    expect(await askOnce(await lb.port())).toBe('B1');
    expect(lb.all('backend_down_at_start')).toEqual([]);
  });

  it('with several addresses is served though the first answers no more', async () => {
    const hole = await startBlackHole(onEnd);
    const port = Number(hole.spec.split(':').at(-1));
    await backendAt('127.0.0.3', 'B1', port);
    const hosts = await hostsFile('127.0.0.1 svc\n127.0.0.3 svc\n');
    const lb = balanceWithHosts(hosts, `B1=svc:${port}`, '--health-check-interval', '1h');
    await lb.port();
    await hole.swallow();
    expect(await askOnce(await lb.port())).toBe('B1');
    expect(lb.all('failover')).toEqual([]);
  });

  it('is looked up again while its backend is down', async () => {
    const port = await backendAt('127.0.0.3', 'B1');
    const hosts = await hostsFile('127.0.0.2 svc\n');
    const lb = balanceWithHosts(hosts, `B1=svc:${port}`, '--health-check-interval', '0.2');
    await lb.event('backend_down_at_start');
    await writeFile(hosts, '127.0.0.3 svc\n');
    await lb.event('failback');
    expect(await askOnce(await lb.port())).toBe('B1');
  });

  it('that did not resolve is asked for again', async () => {
    const port = await backendAt('127.0.0.3', 'B1');
    const hosts = await hostsFile('127.0.0.1 other\n');
    const lb = balanceWithHosts(hosts, `B1=svc.invalid:${port}`, '--health-check-interval', '0.2');
    await lb.event('no_active_servers');
    const answer = askOnce(await lb.port());
    await writeFile(hosts, '127.0.0.3 svc.invalid\n');
    expect(await answer).toBe('B1');
  });

  it('is looked up at --dns-interval while its backend is up', async () => {
    const port = await backendAt('127.0.0.2', 'old');
    await backendAt('127.0.0.3', 'new', port);
    const hosts = await hostsFile('127.0.0.2 svc\n');
    const lb = balanceWithHosts(hosts, `B1=svc:${port}`, '--dns-interval', '0.2');
    const balancer = await lb.port();
    expect(await askOnce(balancer)).toBe('old');
    await writeFile(hosts, '127.0.0.3 svc\n');
    expect(await lb.event('addresses_changed')).toMatchObject({
      backend: 'B1',
      host: 'svc',
      addresses: ['127.0.0.3'],
    });
    // To a worker the news has yet to travel through a pipe.
    while ((await askOnce(balancer)) !== 'new');
    expect(lb.all('failover')).toEqual([]);
  });
});

describe('a backend that is the balancer itself', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.1', 'localhost'],
    ['127.0.0.1', '[::ffff:127.0.0.1]'],
    ['127.0.0.1', '0.0.0.0'],
    ['0.0.0.0', '127.0.0.2'],
    ['::', '[::1]'],
    ['::', '127.0.0.1'],
    ['::1', '[0:0::1]'],
    ['::1', '[::1%lo]'],
    ['::1%lo', '[::1]'],
    ['::1%lo', '[::1%1]'],
    ['127.0.0.1', '[::ffff:127.0.0.1%lo]'],
  ])('is refused at the start, listening on %s and named %s', async (host, backend) => {
    const port = await quietPort();
    const args = [
      'balance',
      '--host',
      host,
      '--port',
      `${port}`,
      '--backends',
      `127.0.0.9:1,SELF=${backend}:${port}`,
    ];
    const { status, stderr } = await runLbsim(args);
    expect(stderr).toMatch(/^lbsim: backend SELF at .* is this balancer itself, which listens on .*\n$/);
    expect(status).toBe(2);
  });

  it('is refused as --backup too', async () => {
    const port = await quietPort();
    const args = [
      'balance',
      '--port',
      `${port}`,
      '--backends',
      '127.0.0.9:1',
      '--backup',
      `localhost:${port}`,
    ];
    expect(await runLbsim(args)).toMatchObject({ status: 2 });
  });
});
