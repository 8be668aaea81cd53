import { connect, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { AdminLab } from '../helpers/admin-api.js';
import { cleanup } from '../helpers/cleanup.js';
import { expectProblem } from '../helpers/openapi.js';
import { OPERATE, VIEW } from './attacks.js';

const onEnd = cleanup();
const port = { host: '127.0.0.1', port: 0, tokens: { operate: OPERATE, view: VIEW } };
const TOKEN = `Authorization: Bearer ${OPERATE}\r\n`;
const HOST = 'Host: 127.0.0.1:PORT\r\n';
const JSON_TYPE = 'Content-Type: application/json\r\n';

/** Everything that comes until the connection is closed. */
async function answerOf(socket: Socket, bytes: string): Promise<string> {
  onEnd(() => socket.destroy());
  let told = '';
  socket.setEncoding('latin1').on('data', (part: string) => (told += part));
  const closed = new Promise<void>((resolve) => socket.once('close', resolve));
  socket.write(bytes, 'latin1');
  await closed;
  return told;
}

const NO_REQUESTS = [
  ['an unknown method', `FOO /v1 HTTP/1.1\r\n${HOST}\r\n`, 405, 'ERR_METHOD'],
  ['CONNECT', `CONNECT x:1 HTTP/1.1\r\n${HOST}\r\n`, 405, 'ERR_METHOD'],
  ['a request line that is none', `GET /v1 HTTP/x\r\n${HOST}\r\n`, 400, 'ERR_BAD_REQUEST'],
  [
    'a target that is none',
    `GET * HTTP/1.1\r\n${HOST}${TOKEN}Connection: close\r\n\r\n`,
    400,
    'ERR_BAD_REQUEST',
  ],
  [
    'a host that is none',
    `GET /v1 HTTP/1.1\r\nHost: a b\r\n${TOKEN}Connection: close\r\n\r\n`,
    400,
    'ERR_BAD_REQUEST',
  ],
  ['a TLS handshake', '\x16\x03\x01\x02\x00\x01', 400, 'ERR_BAD_REQUEST'],
  [
    'two lengths',
    `POST /v1/hold HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`,
    400,
    'ERR_BAD_REQUEST',
  ],
  [
    'a chunk that is none',
    `POST /v1/hold HTTP/1.1\r\n${HOST}${TOKEN}${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
    400,
    'ERR_BAD_REQUEST',
  ],
  ['an expectation', `GET /v1 HTTP/1.1\r\n${HOST}${TOKEN}Expect: x\r\n\r\n`, 417, 'ERR_EXPECTATION'],
  [
    '17 KiB of headers',
    `GET /v1 HTTP/1.1\r\n${HOST}X: ${'x'.repeat(17 * 1024)}\r\n\r\n`,
    431,
    'ERR_HEADERS_TOO_LARGE',
  ],
] as const;

describe.each(['port', 'socket'] as const)('the admin %s answers by a problem document', (place) => {
  it.each(NO_REQUESTS)('%s', async (_what, bytes, status, code) => {
    const lab = await AdminLab.ofBalancer(onEnd, { port });
    const own = new URL(lab.url).port;
    const socket = place === 'port' ? connect(Number(own), '127.0.0.1') : connect(lab.socket);
    const answer = await answerOf(socket, bytes.replace('PORT', own));
    const [head = '', text = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head).toMatch(/^content-type: application\/problem\+json\r?$/im);
    expect(head).toMatch(/^cache-control: no-store\r?$/im);
    const body: unknown = JSON.parse(text);
    expect(body).toMatchObject({ status, code });
    expectProblem(body);
    const metrics = await lab.ask('GET', '/metrics');
    expect(metrics.text).toMatch(
      new RegExp(`^lbsim_admin_requests_total\\{route="other",code="${status}"\\} 1$`, 'm'),
    );
    expect(lab.logged).toEqual([]);
  });
});

describe('a request without Host', () => {
  it.each([
    ['HTTP/1.1', 'Connection: close\r\n'],
    ['HTTP/1.0', ''],
  ])('of %s is for another server on the port, and all right on the socket', async (version, more) => {
    const lab = await AdminLab.ofBalancer(onEnd, { port });
    const bytes = `GET /v1 ${version}\r\n${TOKEN}${more}\r\n`;
    const onPort = await answerOf(connect(Number(new URL(lab.url).port), '127.0.0.1'), bytes);
    expect(onPort).toMatch(/^HTTP\/1\.1 421 .*"urn:lbsim:problem:misdirected"/s);
    expect(await answerOf(connect(lab.socket), bytes)).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('a target with a host of its own', () => {
  it('counts before the header', async () => {
    const lab = await AdminLab.ofBalancer(onEnd, { port });
    const { host, port: own } = new URL(lab.url);
    const statusOf = async (target: string): Promise<number> => {
      const headers = `Host: ${host}\r\n${TOKEN}Connection: close\r\n\r\n`;
      return Number(
        (await answerOf(connect(Number(own), '127.0.0.1'), `GET ${target} HTTP/1.1\r\n${headers}`)).slice(
          9,
          12,
        ),
      );
    };
    expect(await statusOf(`http://${host}/v1`)).toBe(200);
    expect(await statusOf('http://evil.example/v1')).toBe(421);
    expect(await statusOf(`http://${host}@evil.example/v1`)).toBe(421);
  });
});
