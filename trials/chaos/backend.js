// A backend that can be ended, stopped and started again, as often as it takes, on the same port.
import { once } from 'node:events';

export class ChaosBackend {
  #stage;
  #program;
  #port;

  constructor(stage, name, mode) {
    this.#stage = stage;
    this.name = name;
    this.mode = mode;
  }

  get label() {
    return this.name;
  }

  get port() {
    return this.#port;
  }

  /** @returns when it listens */
  async start() {
    this.#program = await this.#stage.server(this.name, { port: this.#port, mode: this.mode });
    this.#port = this.#program.port;
  }

  /** @returns when it has ended */
  async end(signal) {
    const { child } = this.#program;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  stop() {
    this.#program.child.kill('SIGSTOP');
  }

  resume() {
    this.#program.child.kill('SIGCONT');
  }
}
