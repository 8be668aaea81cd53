import { freePort, listening } from '../../bench/ports.js';

const BYTES = 2 ** 30;
const SEED = 7;
const DIRECTIONS = { get: 'from the backend', put: 'to the backend' };

/** A GiB in each direction, by checksum. */
export const gigabyte = {
  name: 'gigabyte',
  about: 'a GiB in each direction, by SHA-256',
  async run(stage, findings) {
    const port = await freePort();
    const backend = stage.startProgram('gigabyte', ['serve', port, SEED]);
    await listening(backend, port);
    const balancer = await stage.balancer([{ label: 'G1', port }]);
    for (const [role, text] of Object.entries(DIRECTIONS)) {
      findings.progress(`gigabyte, ${text}`);
      const args = [role, balancer.port, SEED, BYTES];
      const { seconds, right } = await stage.runProgram('gigabyte', args);
      findings.claim(
        `a GiB ${text} arrives as it was sent`,
        right,
        `${(BYTES / 1e6 / seconds).toFixed(0)} MB/s`,
      );
    }
    findings.claim('the balancer ended with status 0', (await stage.stop(balancer)) === 0);
  },
};
