import { quantile } from '../../bench/statistics.js';

const DRIPS = 1000;
/** With and without in turns, so that a machine whose speed drifts does so for both. */
const ROUNDS = 5;
const SECONDS = 4;
/** Connections a second of the normal clients: some load, but no queue. */
const RATE = 200;
/** By how much the drips may add to the 99th percentile of the others. */
const MOST_TIMES = 2;

/** Many clients that send next to nothing take no time from those who want something. */
export const slowDrip = {
  name: 'slow-drip',
  about: `${DRIPS} clients that send a byte a second, beside normal ones`,
  async run(stage, findings) {
    const backends = await Promise.all(['B1', 'B2'].map((name) => stage.server(name)));
    const options = ['--log-connections', 'none', '--sticky-key', 'none'];
    const balancer = await stage.balancer(backends, options);
    await normal(stage, balancer.port);
    const rounds = { without: [], beside: [] };
    let unanswered = 0;
    for (let round = 0; round < ROUNDS; round++) {
      findings.progress(`slow-drip, round ${round + 1} of ${ROUNDS}`);
      rounds.without.push(await normal(stage, balancer.port));
      const drip = stage.startProgram('drip', [balancer.port, DRIPS]);
      const { open } = await drip.report();
      rounds.beside.push(await normal(stage, balancer.port));
      drip.child.stdin.end();
      unanswered += (await drip.report()).unanswered + DRIPS - open;
      await drip.end;
    }
    const failed = [...rounds.without, ...rounds.beside].reduce((total, load) => total + load.failed, 0);
    const status = await stage.stop(balancer);
    const p99 = (loads) => loads.map(({ latencyMs }) => latencyMs.p99);
    const [without, beside] = [p99(rounds.without), p99(rounds.beside)].map((all) => quantile(all, 0.5));
    findings.claim(
      `the others' p99 is at most ${MOST_TIMES} times what it is without them`,
      beside <= MOST_TIMES * without,
      `${without.toFixed(2)} ms without, ${beside.toFixed(2)} ms beside (medians of ${ROUNDS} rounds)`,
    );
    findings.claim('all of the others were answered', failed === 0, `${failed} failed`);
    findings.claim('every drip was answered in the end', unanswered === 0, `${unanswered} were not`);
    findings.claim('it ended with status 0', status === 0, `status ${status}`);
  },
};

async function normal(stage, port) {
  const load = ['--rate', String(RATE), '--duration', String(SECONDS), '--json'];
  return JSON.parse(await stage.runLbsim(['client', '--port', String(port), ...load]));
}
