import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim } from '../helpers/lbsim.js';
import { quietPort } from '../helpers/ports.js';
import { stopped } from '../helpers/processes.js';
import { listenOnLoopback } from '../helpers/sockets.js';

const onEnd = cleanup();

describe('lbsim check before a balancer that cuts an idle connection', () => {
  /** Cuts the connection of the check as soon as it is idle, once what `meanwhile` does to the check is done. */
  async function checkIdle(
    meanwhile: (kit: Lbsim) => Promise<void>,
  ): Promise<{ kit: Lbsim; status: number }> {
    const backendPort = await quietPort();
    let begun = 0;
    const { server, port } = await listenOnLoopback((client) => {
      const backend = connect(backendPort, '127.0.0.1', () => client.pipe(backend).pipe(client));
      const cut = (): void => [client, backend].forEach((side) => side.destroy());
      backend.on('error', cut);
      onEnd(cut);
      client.on('data', (bytes: Buffer) => {
        // The first connection only finds out that one comes through.
        if (bytes.includes(' go\n') && ++begun === 2) void meanwhile(kit).then(cut);
      });
    });
    onEnd(() => server.close());
    const args = ['check', `127.0.0.1:${port}`, '--backend-port', `${backendPort}`, '--only', 'idle-hold'];
    const kit = new Lbsim([...args, '--idle', '1h', '--json', '--log-level', 'debug']);
    onEnd(() => kit.kill());
    const { status } = await kit.ended;
    return { kit, status: status ?? NaN };
  }

  it('finds it broken, with status 1', async () => {
    const { kit, status } = await checkIdle(() => Promise.resolve());

    const [result] = kit.all('check_finished');
    // Where the machine stands still by itself it says so; that it does is what the next test is for.
    expect(result).toMatchObject({ verdict: status === 3 ? 'unclear' : 'broken' });
  });

  it('finds nothing, with status 3, when it stood still meanwhile', async () => {
    const { kit, status } = await checkIdle(async ({ child: { pid = 0 } }) => {
      process.kill(pid, 'SIGSTOP');
      await stopped([pid]);
      setTimeout(() => process.kill(pid, 'SIGCONT'), 2000);
    });

    expect(status).toBe(3);
    expect(JSON.parse(kit.stdout)).toMatchObject({
      ok: false,
      failed: [],
      unclear: ['idle-hold'],
      verdicts: { unclear: 1 },
      checks: [
        {
          verdict: 'unclear',
          detail: expect.stringMatching(/^this machine stood still for [\d.]+ s: FIN/) as unknown,
        },
      ],
    });
  });
});
