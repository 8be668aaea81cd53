import { expect, it } from '@jest/globals';
import { BackendProcess } from '../../lib/backend-process.js';
import { failover } from '../../lib/demo/chapters/failover.js';
import { Stage } from '../../lib/demo/stage.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();

/** One that starts once, and never again: somebody has taken its port. */
class StartsOnce extends BackendProcess {
  #started = false;

  override async start(): Promise<void> {
    if (this.#started) throw new Error('the port is taken');
    this.#started = true;
    await super.start();
  }
}

it('a demo whose story breaks off leaves no clients behind that ask for ever', async () => {
  const backends = ['B1', 'B2', 'B3'].map((name) => new StartsOnce(name));
  onEnd(() => Promise.all(backends.map((backend) => backend.kill())));
  for (const backend of backends) await backend.start();
  const nobody = {
    chapter: () => undefined,
    say: () => undefined,
    command: () => undefined,
    claim: () => undefined,
  };
  const tempo = { pauseMs: 0, healthCheckIntervalMs: 200, healthCheckTimeoutMs: 200, loadMs: 300 };
  const stage = new Stage(backends, nobody, tempo, () => undefined);
  let askedBy = 0;
  const ask = stage.ask.bind(stage);
  stage.ask = (port, line) => {
    askedBy++;
    return ask(port, line);
  };
  await expect(failover.play(stage)).rejects.toThrow('the port is taken');
  const asked = askedBy;
  expect(asked).toBeGreaterThan(0);
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
  expect(askedBy).toBe(asked);
});
