import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const TYPES = { 1: 'A', 28: 'AAAA', 33: 'SRV' } as const;
type Type = (typeof TYPES)[keyof typeof TYPES];

export interface SrvData {
  readonly host: string;
  readonly port: number;
  readonly priority?: number;
  readonly weight?: number;
}

/** What a server says of a name: records by type; no type of a name that is there has no records. */
export interface Zone {
  readonly A?: readonly string[] | 'silent' | 'failing';
  readonly AAAA?: readonly string[] | 'silent' | 'failing';
  readonly SRV?: readonly SrvData[] | 'silent' | 'failing';
  /** In seconds. @default 1 */
  readonly ttl?: number;
}

const FAILED = 2;
const NO_SUCH_NAME = 3;

/** A DNS server on loopback, on UDP (RFC 1035), with names that a test changes. */
export class DnsServer {
  readonly names = new Map<string, Zone>();
  /** Questions that came, `app.lan A`. */
  readonly asked: string[] = [];
  readonly #socket: Socket = createSocket('udp4');
  /** `127.0.0.1:PORT` */
  address = '';

  static async start(names: Readonly<Record<string, Zone>>): Promise<DnsServer> {
    const server = new DnsServer();
    for (const [name, zone] of Object.entries(names)) server.names.set(name, zone);
    server.#socket.on('message', (question, { port, address }) => {
      const answer = server.#answer(question);
      if (answer !== undefined) server.#socket.send(answer, port, address);
    });
    server.#socket.bind(0, '127.0.0.1');
    await once(server.#socket, 'listening');
    server.address = `127.0.0.1:${server.#socket.address().port}`;
    return server;
  }

  close(): void {
    this.#socket.close();
  }

  #answer(question: Buffer): Buffer | undefined {
    const labels: string[] = [];
    let at = 12;
    for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
      labels.push(question.toString('latin1', at + 1, at + 1 + length));
      at += 1 + length;
    }
    const asked = question.readUInt16BE(at + 1);
    const end = at + 5;
    const name = labels.join('.').toLowerCase();
    const type = asked in TYPES ? TYPES[asked as keyof typeof TYPES] : undefined;
    this.asked.push(`${name} ${type ?? asked}`);
    const zone = this.names.get(name);
    const found = type === undefined ? [] : (zone?.[type] ?? []);
    if (found === 'silent') return undefined;
    const records = found === 'failing' ? [] : found.map((each) => record(type, each, zone?.ttl ?? 1));
    const code = zone === undefined ? NO_SUCH_NAME : found === 'failing' ? FAILED : 0;
    const head = Buffer.from(question.subarray(0, end));
    head.writeUInt16BE(0x8180 | code, 2); // a response, recursion desired and available
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(records.length, 6);
    head.writeUInt32BE(0, 8);
    return Buffer.concat([head, ...records]);
  }
}

/** Of the name that was asked for. */
function record(type: Type | undefined, data: string | SrvData, ttl: number): Buffer {
  const content = typeof data === 'string' ? addressOf(data) : serviceOf(data);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0); // the name of the question
  head.writeUInt16BE(Number(Object.entries(TYPES).find(([, each]) => each === type)?.[0]), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(ttl, 6);
  head.writeUInt16BE(content.length, 10);
  return Buffer.concat([head, content]);
}

/** IPv6 addresses are written in full but for one `::`. */
function addressOf(ip: string): Buffer {
  if (!ip.includes(':')) return Buffer.from(ip.split('.').map(Number));
  const [front = '', back = ''] = ip.split('::');
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const [first, last] = [groups(front), groups(back)];
  const all = [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

function serviceOf({ host, port, priority = 0, weight = 0 }: SrvData): Buffer {
  const numbers = Buffer.alloc(6);
  numbers.writeUInt16BE(priority, 0);
  numbers.writeUInt16BE(weight, 2);
  numbers.writeUInt16BE(port, 4);
  const labels = host.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
  return Buffer.concat([numbers, ...labels, Buffer.of(0)]);
}
