import { TestBackend } from './backends.js';
import { Lbsim, type LogRecord } from './lbsim.js';

export type Register = (close: () => unknown) => void;

/** Starts backends in the test's process, named B1, B2, …; they are stopped when the test ends. */
export async function startBackends(count: number, onEnd: Register): Promise<TestBackend[]> {
  const backends: TestBackend[] = [];
  for (let n = 1; n <= count; n++) {
    const backend = await TestBackend.start(`B${n}`);
    onEnd(() => backend.stop());
    backends.push(backend);
  }
  return backends;
}

/** An `lbsim server`, a process of its own. */
export interface RunningServer {
  readonly lbsim: Lbsim;
  readonly port: number;
  /** `NAME=127.0.0.1:port`, as `--backends` wants it. */
  readonly spec: string;
}

/** Starts `lbsim server`, on any free port unless one is asked for; it is killed when the test ends. */
export async function startServer(name: string, onEnd: Register, asked = 0): Promise<RunningServer> {
  const lbsim = new Lbsim(['server', '--name', name, '--port', `${asked}`]);
  onEnd(() => lbsim.kill());
  const port = await lbsim.port();
  return { lbsim, port, spec: `${name}=127.0.0.1:${port}` };
}

/** Starts `lbsim balance` on a free port before backends; it is killed when the test ends. */
export function startBalance(
  backends: readonly { readonly spec: string }[],
  onEnd: Register,
  ...options: readonly string[]
): Lbsim {
  const list = backends.map(({ spec }) => spec).join(',');
  const lbsim = new Lbsim(['balance', '--port', '0', '--backends', list, ...options]);
  onEnd(() => lbsim.kill());
  return lbsim;
}

/** The record of a client's connection that has ended, as soon as there is one. */
export async function ended(lb: Lbsim, client: string): Promise<LogRecord> {
  return lb.until(`connection_close of ${client}`, () =>
    lb.all('connection_close').find((record) => record.client === client),
  );
}
