import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Desk } from './desk.js';
import { temporaryFolder } from './folder.js';
import { Lbsim, runLbsim } from './lbsim.js';
import { inNamespace } from './namespace.js';

type OnEnd = (end: () => unknown) => void;

export const HAS_DNSMASQ = spawnSync('dnsmasq', ['--version']).status === 0;

/** The name that has addresses, and the port that every address has a backend on. */
const NAME = 'app.lan';
export const PORT = 8080;

/**
 * A network of its own with dnsmasq as its only name server, a backend at every address of 10.77.0.0/16 and fd00:77::/112, and a
 * balancer in front of `app=dns:app.lan:8080`. Names are searched for in `lan`, too, those with less than two dots there first.
 */
export class DnsLab {
  readonly desk: Desk;
  lb!: Lbsim;
  readonly #folder: string;
  readonly #holder: ChildProcess;
  readonly #onEnd: OnEnd;
  #dnsmasq: ChildProcess | undefined;

  private constructor(desk: Desk, folder: string, holder: ChildProcess, onEnd: OnEnd) {
    this.desk = desk;
    this.#folder = folder;
    this.#holder = holder;
    this.#onEnd = onEnd;
  }

  static async open(onEnd: OnEnd): Promise<DnsLab> {
    const folder = await temporaryFolder(onEnd);
    await writeFile(
      join(folder, 'resolv.conf'),
      'nameserver 127.0.0.1\nsearch lan\noptions timeout:1 attempts:1 ndots:2\n',
    );
    const [file = '', ...words] = inNamespace(
      ['sh', '-c', 'echo ready; exec sleep 3600'],
      'ip addr add 10.77.0.0/16 dev lo',
      'ip -6 addr add fd00:77::/112 dev lo nodad',
      'ip -6 route add local fd00:77::/112 dev lo',
      `mount --bind ${join(folder, 'resolv.conf')} /etc/resolv.conf`,
    );
    const holder = spawn(file, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    onEnd(() => holder.kill('SIGKILL'));
    await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')]);
    const lab = new DnsLab(await Desk.open(onEnd), folder, holder, onEnd);
    const server = lab.#start('server', '--name', 'B', '--host', '::', '--port', `${PORT}`);
    await server.port();
    return lab;
  }

  /** The addresses that the name has now; with none there is no such name. */
  async names(...addresses: readonly string[]): Promise<void> {
    await writeFile(join(this.#folder, 'hosts'), addresses.map((each) => `${each} ${NAME}\n`).join(''));
    this.#dnsmasq?.kill('SIGHUP');
  }

  /** Starts the name server. @param more - of its options */
  async serveNames(...more: readonly string[]): Promise<void> {
    const options = [
      '--no-resolv',
      '--no-hosts',
      '--local=/lan/',
      '--local-ttl=1',
      '--user=root',
      '--conf-file=/dev/null',
    ];
    const files = [`--addn-hosts=${join(this.#folder, 'hosts')}`, '--pid-file', '--log-facility=-'];
    const [file = '', ...words] = this.#inside([
      'dnsmasq',
      '--keep-in-foreground',
      ...options,
      ...files,
      ...more,
    ]);
    const dnsmasq = spawn(file, words, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#dnsmasq = dnsmasq;
    this.#onEnd(() => dnsmasq.kill('SIGKILL'));
    await once(dnsmasq.stderr, 'data');
    dnsmasq.stderr.resume();
  }

  /** It answers no question any more, or does again. */
  signalNameServer(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#dnsmasq?.kill(signal);
  }

  async endNameServer(): Promise<void> {
    if (this.#dnsmasq === undefined) return;
    const ended = once(this.#dnsmasq, 'exit');
    this.#dnsmasq.kill('SIGTERM');
    await ended;
  }

  /** Starts the balancer. @returns once it listens */
  async balance(...options: readonly string[]): Promise<Lbsim> {
    const scheduling = [
      '--algorithm',
      'round-robin',
      '--sticky-key',
      'none',
      '--health-check-interval',
      '500ms',
    ];
    this.lb = this.#start('balance', '--port', '9000', ...scheduling, ...options);
    await this.lb.port();
    return this.lb;
  }

  /** So many connections, one after the other. @returns how many failed */
  async load(count: number): Promise<number> {
    const words = ['client', '--port', '9000', '--count', `${count}`, '--json'];
    const { stdout } = await runLbsim(words, { within: (command) => this.#inside(command) });
    return (JSON.parse(stdout) as { failed: number }).failed;
  }

  #start(...words: readonly string[]): Lbsim {
    const lbsim = new Lbsim(words, { env: this.desk.env, within: (command) => this.#inside(command) });
    this.#onEnd(() => lbsim.kill());
    return lbsim;
  }

  #inside(command: readonly string[]): string[] {
    return ['nsenter', '--target', `${this.#holder.pid}`, '--net', '--mount', '--', ...command];
  }
}
