import { describe, expect, it } from '@jest/globals';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk } from '../helpers/desk.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

describe('lbsim top elsewhere than on a terminal', () => {
  it('writes a line of JSON for each snapshot, until nobody reads', async () => {
    const desk = await Desk.open(onEnd);
    await desk.balance(await startBackends(2, onEnd));
    const top = new Lbsim(['top', '--every', '100ms'], { env: desk.env });
    onEnd(() => top.kill());
    let text = '';
    await new Promise<void>((resolve) =>
      top.child.stdout?.on('data', (part) => {
        text += String(part);
        if (text.split('\n').length > 3) resolve();
      }),
    );
    const [first, second] = text
      .split('\n')
      .map((line) => (line === '' ? undefined : (JSON.parse(line) as object)));
    for (const snapshot of [first, second])
      expect(snapshot).toMatchObject({ backends: [{ name: 'B1' }, { name: 'B2' }], openConnections: 0 });
    top.child.stdout?.destroy();
    expect(await top.ended).toEqual({ status: 0, signal: null });
  });

  it('prints the table once', async () => {
    const desk = await Desk.open(onEnd);
    await desk.balance(await startBackends(2, onEnd));
    const { status, stdout } = await runLbsim(['top', '--once'], { env: desk.env });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^lbsim \S+ {3}round-robin {3}sticky none/);
    expect(stdout).toMatch(/\nNAME +STATE +FOR +W +OPEN +RATE\/S +SHARE +P50 +P99 +FAIL +PROBE +ADDRESS\n/);
    expect(stdout).toMatch(/\nB2 +up +\d+s +1 +0 +0\.0 /);
  });

  it('shows a server, too', async () => {
    const desk = await Desk.open(onEnd);
    await desk.start('server', '--name', 'B1', '--port', '0');
    const { stdout } = await runLbsim(['top', '--once'], { env: desk.env });
    expect(stdout).toMatch(/^lbsim server B1 {3}up /);
    expect(stdout).toMatch(/\nserved +0\n/);
  });

  it('says what is wrong', async () => {
    const desk = await Desk.open(onEnd);
    expect(await runLbsim(['top'], { env: desk.env })).toMatchObject({
      status: 1,
      stderr: "lbsim: no lbsim process runs that can be asked: start one with 'lbsim balance'\n",
    });
    expect(await runLbsim(['top', '--every', '10ms'], { env: desk.env })).toMatchObject({
      status: 2,
      stderr: 'lbsim: --every 10ms is too short: use at least 100ms\n',
    });
  });
});
