import { alarms, parsedLog } from '../chaos/log.js';
import { historiesOf } from '../chaos/history.js';
import { compared, holdings } from '../resources.js';
import { logOf } from '../stage.js';

const CONNECTIONS = 10_000;
const WARM_UP = 2000;
/** More than in a chaos run, for the warm-up is the smaller one. */
const MEMORY_SHARE = 0.2;

/** Of each of the six there is a sixth, more or less. */
const LEAST_OF_A_PHASE = CONNECTIONS / 10;

/** A client may be gone before the balancer gets hold of it; most are not. */
const LEAST_SEEN = CONNECTIONS / 2;

/** Clients that reset at every phase leave nothing behind. */
export const resets = {
  name: 'resets',
  about: `${CONNECTIONS} connections, each reset by its client at a random phase`,
  async run(stage, findings) {
    const backends = await Promise.all(['B1', 'B2'].map((name) => stage.server(name)));
    const options = ['--log-connections', 'all', '--sticky-key', 'none'];
    const balancer = await stage.balancer(backends, options, { steady: true });
    await stage.runProgram('resetter', [balancer.port, WARM_UP, 1]);
    const before = await holdings(balancer);
    const phases = await stage.runProgram('resetter', [balancer.port, CONNECTIONS, 2]);
    const after = await holdings(balancer);
    const served = JSON.parse(
      await stage.runLbsim(['client', '--port', String(balancer.port), '--count', '100', '--json']),
    );
    const status = await stage.stop(balancer);
    const { lost = 0, ...reached } = phases;
    const figures = Object.entries(reached).map(([phase, count]) => `${count} ${phase}`);
    findings.claim(
      `at least ${LEAST_OF_A_PHASE} at each phase`,
      figures.length === 6 && Object.values(reached).every((count) => count >= LEAST_OF_A_PHASE),
      figures.join(', '),
    );
    findings.claim('none was ended by the other side before', lost === 0, String(lost));
    const { records, strangers } = parsedLog(logOf(balancer));
    const { histories, breaches } = historiesOf(records);
    findings.claimNone(
      'every connection_open has its connection_close',
      breaches,
      `${histories.length} histories`,
    );
    findings.claim(
      `at least ${LEAST_SEEN} were seen before they were gone`,
      histories.length >= LEAST_SEEN,
      String(histories.length),
    );
    findings.claimNone('no alarm in the log', [...alarms(records), ...strangers]);
    const { files, memory } = compared(before, after, MEMORY_SHARE);
    findings.claim('as many files are open as before', files.holds, files.figures);
    findings.claim(`at most ${100 * MEMORY_SHARE} % more memory than before`, memory.holds, memory.figures);
    findings.claim('then 100 others are served', served.ok === 100, `${served.ok} of 100`);
    findings.claim('it ended with status 0', status === 0, `status ${status}`);
  },
};
