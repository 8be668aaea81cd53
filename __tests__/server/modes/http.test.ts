import { once } from 'node:events';
import { Agent, request, type IncomingMessage, type RequestOptions } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { HttpMode } from '../../../lib/server/modes/http.js';
import { cleanup } from '../../helpers/cleanup.js';
import { listenOnLoopback, readToEnd } from '../../helpers/sockets.js';
import { serveOne, type Served } from '../serving.js';

const GET = 'GET / HTTP/1.1\r\n\r\n';
/** A request whose body has not come in full. */
const BROKEN_OFF = 'POST / HTTP/1.1\r\nContent-Length: 30\r\n\r\nonly this';

/** Status line, `X-Backend` and body of every answer, in order. */
function answersIn(bytes: Buffer): string[] {
  const answers: string[] = [];
  for (let left = bytes.toString('latin1'); left !== '';) {
    const head = /^HTTP\/1\.1 (\d+) .*?\r\n\r\n/s.exec(left);
    if (head === null) return [...answers, `not an answer: ${left}`];
    const header = (name: string): string =>
      new RegExp(`\r\n${name}: (.*?)\r\n`, 'i').exec(head[0])?.[1] ?? '';
    const length = Number(header('content-length'));
    const body = left.slice(head[0].length, head[0].length + length);
    answers.push(`${head[1]} ${header('x-backend')} ${JSON.stringify(body)} ${header('connection')}`);
    left = left.slice(head[0].length + length);
  }
  return answers;
}

const OK = '200 B1 "B1\\n" keep-alive';
const OK_LAST = '200 B1 "B1\\n" close';

describe('the http mode', () => {
  const closeLater = cleanup();
  const serve = (name = 'B1'): Promise<Served> =>
    serveOne((socket) => new HttpMode(name).serve(socket), closeLater);

  /** A client of Node's own that keeps its one connection. */
  async function nodeClient(name = 'B1'): Promise<{
    ask: (options: RequestOptions, body?: Buffer) => Promise<{ answer: IncomingMessage; body: string }>;
    connections: () => number;
  }> {
    const mode = new HttpMode(name);
    let connections = 0;
    const { server, port } = await listenOnLoopback((socket) => {
      connections++;
      mode.serve(socket);
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    closeLater(() => {
      agent.destroy();
      server.close();
      return once(server, 'close');
    });
    const ask = async (options: RequestOptions, body?: Buffer) => {
      const asked = request({ host: '127.0.0.1', port, agent, ...options });
      asked.end(body);
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      const chunks = (await answer.toArray()) as Buffer[];
      return { answer, body: Buffer.concat(chunks).toString() };
    };
    return { ask, connections: () => connections };
  }

  it.each([['GET'], ['POST'], ['PUT'], ['DELETE'], ['OPTIONS'], ['PATCH'], ['TRACE'], ['PROPFIND']])(
    'answers %s with its name in header and body',
    async (method) => {
      const { ask } = await nodeClient();
      const { answer, body } = await ask({ method, path: '/any/path?at=all' });
      expect(answer.statusCode).toBe(200);
      expect(answer.headers).toMatchObject({ 'x-backend': 'B1', 'content-length': '3' });
      expect(body).toBe('B1\n');
    },
  );

  it('answers HEAD with the header only', async () => {
    const { client } = await serve();
    client.end('HEAD / HTTP/1.1\r\n\r\n');
    const answer = (await readToEnd(client)).toString();
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\nX-Backend: B1\r\n/);
    expect(answer).toMatch(/\r\nContent-Length: 3\r\n/);
    expect(answer).toMatch(/\r\n\r\n$/);
  });

  it('keeps the connection, also over a large body', async () => {
    const { ask, connections } = await nodeClient();
    const large = Buffer.alloc(4 * 1024 * 1024, 'b');
    for (const body of [undefined, large, Buffer.from('small'), undefined]) {
      const { answer } = await ask({ method: body === undefined ? 'GET' : 'POST' }, body);
      expect(answer.statusCode).toBe(200);
    }
    expect(connections()).toBe(1);
  });

  it('answers a request only once its body has come', async () => {
    const { client } = await serve();
    client.write('POST / HTTP/1.1\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n');
    const [goOn] = (await once(client, 'data')) as [Buffer];
    expect(goOn.toString()).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    client.end('body');
    expect(answersIn(await readToEnd(client))).toEqual([OK]);
  });

  it('answers an expectation that it does not know like any request', async () => {
    const { client } = await serve();
    client.end('GET / HTTP/1.1\r\nExpect: miracles\r\n\r\n');
    expect(answersIn(await readToEnd(client))).toEqual([OK]);
  });

  it('carries a name beyond Latin-1 as UTF-8', async () => {
    const { ask } = await nodeClient('Бэкенд');
    const { answer, body } = await ask({});
    expect(Buffer.from(String(answer.headers['x-backend']), 'latin1').toString()).toBe('Бэкенд');
    expect(body).toBe('Бэкенд\n');
  });

  it('answers three pipelined requests in full though the FIN came with them', async () => {
    const { client, served } = await serve();
    client.end(GET + GET + GET);
    expect(answersIn(await readToEnd(client))).toEqual([OK, OK, OK]);
    if (!served.closed) await once(served, 'close');
  });

  it('answers thousands of pipelined requests to a client that reads late', async () => {
    const name = 'n'.repeat(4000); // large answers fill the kernel's buffers soon
    const { client, served } = await serve(name);
    const count = 4000;
    client.end(GET.repeat(count));
    while (served.writableLength === 0) await setImmediate();

    const answers = answersIn(await readToEnd(client));

    expect(answers.length).toBe(count);
    expect(new Set(answers)).toEqual(new Set([`200 ${name} "${name}\\n" keep-alive`]));
  });

  it('answers the requests that are still queued when the FIN is read', async () => {
    const { client, served } = await serve('n'.repeat(1000));
    let count = 0;
    for (; served.writableLength === 0; count++) {
      client.write(GET); // one by one, so that the server never has so many queued that it stops reading
      while (served.bytesRead <= count * GET.length) await setImmediate();
    }
    client.end(GET + GET + GET);
    await once(served, 'end');

    const answers = answersIn(await readToEnd(client));

    expect(answers.length).toBe(count + 3);
  });

  it('closes without an answer when there was no request', async () => {
    const { client } = await serve();
    client.end();
    expect((await readToEnd(client)).length).toBe(0);
  });

  it.each([
    ['HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n'],
    ['Connection: close', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ])('closes by itself after %s', async (_what, sent) => {
    const { client } = await serve();
    client.write(sent);
    expect(answersIn(await readToEnd(client))).toEqual([OK_LAST]);
  });

  it.each([
    ['CONNECT', 'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n', '405 B1 "" close'],
    ['an offer to upgrade', 'GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n', OK_LAST],
    ['what is not HTTP', 'hello\r\n\r\n', '400 B1 "" close'],
    ['an endless header', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, '431 B1 "" close'],
  ])('answers %s after the requests before it, and closes', async (_what, sent, answer) => {
    for (const halfClose of [false, true]) {
      const { client, served } = await serve();
      if (halfClose) client.end(GET + GET + sent);
      else client.write(GET + GET + sent);
      expect(answersIn(await readToEnd(client))).toEqual([OK, OK, answer]);
      if (!halfClose) client.end('nobody reads this');
      if (!served.closed) await once(served, 'close');
    }
  });

  it('names what is allowed when it refuses CONNECT', async () => {
    const { client } = await serve();
    client.end('CONNECT example.org:443 HTTP/1.1\r\n\r\n');
    expect((await readToEnd(client)).toString()).toMatch(/\r\nAllow: GET, HEAD, POST/);
  });

  it.each([
    ['header', 'GET / HTTP/1.1\r\nHos'],
    ['body', BROKEN_OFF],
  ])('answers 400 when the FIN comes within a %s', async (_what, sent) => {
    const { client, served } = await serve();
    client.end(GET + sent);
    expect(answersIn(await readToEnd(client))).toEqual([OK, '400 B1 "" close']);
    if (!served.closed) await once(served, 'close');
  });

  it('finishes an idle connection at once', async () => {
    const { client, finish } = await serve();
    client.write(GET);
    await once(client, 'data');
    finish();
    await readToEnd(client);
  });

  it('finishes with the answers to all requests received', async () => {
    const { client, served, finish } = await serve();
    client.write(GET.repeat(5000));
    while (served.bytesRead === 0) await setImmediate();
    finish();
    const answers = answersIn(await readToEnd(client));
    expect(answers.length).toBeGreaterThan(0);
    expect(new Set(answers)).toEqual(new Set([OK]));
  });

  it('finishes after the body that is on its way', async () => {
    const { client, served, finish } = await serve();
    client.write('POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbo');
    while (served.bytesRead === 0) await setImmediate();
    finish();
    client.write('dy');
    expect(answersIn(await readToEnd(client))).toEqual([OK]);
  });

  it('ignores requests that come after it has finished, without a reset', async () => {
    const { client, served, finish } = await serve();
    finish();
    await readToEnd(client);
    client.end(GET + GET);
    if (!served.closed) await once(served, 'close');
    expect(served.bytesRead).toBe(2 * GET.length);
    expect(served.errored).toBeNull();
  });

  it.each([
    ['between requests', GET],
    ['within a body', BROKEN_OFF],
  ])('bears a reset %s', async (_what, sent) => {
    const { client, served } = await serve();
    client.write(sent);
    while (served.bytesRead < sent.length) await setImmediate();
    client.resetAndDestroy();
    if (!served.closed) await new Promise((resolve) => served.once('close', resolve));
    expect(served.destroyed).toBe(true);
  });
});
