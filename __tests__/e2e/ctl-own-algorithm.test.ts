import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { AdminClient } from '../../lib/admin/client.js';
import { askOnce } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk } from '../helpers/desk.js';
import { temporaryFolder } from '../helpers/folder.js';
import { runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

/** Picks its last member. */
const LAST = `
class Last {
  members = new Set();
  add(candidate) { this.members.add(candidate); }
  remove(candidate) { this.members.delete(candidate); }
  loadChanged() {}
  weightChanged() {}
  pick(tried) { return { candidate: [...this.members].filter((one) => !tried.has(one)).at(-1), why: 'last' }; }
}
`;

describe("lbsim ctl algorithm where the configured one is one's own", () => {
  it.each([
    ['a class', 'export default Last;'],
    ['a scheduler', 'export default new Last();'],
  ])('has %s decide again after another, and a replay does the same', async (_name, exported) => {
    const folder = await temporaryFolder(onEnd);
    const [file, record] = [join(folder, 'mine.js'), join(folder, 'run.jsonl')];
    await writeFile(file, LAST + exported);
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(2, onEnd), '--algorithm', file, '--record', record);
    const port = await lb.port();
    expect(await desk.ctl('algorithm', 'round-robin')).toBe('round-robin\n');
    expect([await askOnce(port), await askOnce(port)]).toEqual(['B1', 'B2']);
    expect(await desk.ctl('algorithm', 'default')).toBe('mine\n');
    const last = await askOnce(port);
    expect(await askOnce(port)).toBe(last);
    expect(await desk.ctl('config', 'diff')).toBe('no differences\n');
    await lb.kill('SIGTERM');
    const replayed = await runLbsim(['replay', record, '--algorithm', file]);
    expect(replayed.stdout).toContain('4 of 4 picks identical\n');
  });

  it('goes on with the other one when the way back is refused for options of it', async () => {
    const file = join(await temporaryFolder(onEnd), 'mine.js');
    await writeFile(file, `${LAST}export default Last;`);
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(1, onEnd), '--algorithm', file);
    expect(await desk.ctl('algorithm', 'p2c')).toBe('power-of-two\n');
    const { socket } = await lb.event('admin_listening');
    const api = new AdminClient({ socket: String(socket) });
    const body = JSON.stringify({ algorithm: null, choices: 3 });
    const { status, text } = await api.answer('PATCH', '/v1/balancer', body);
    expect({ status, ...(JSON.parse(text) as object) }).toMatchObject({ status: 422, code: 'ERR_ALGORITHM' });
    expect(await desk.ctl('algorithm')).toBe('power-of-two\n');
  });
});
