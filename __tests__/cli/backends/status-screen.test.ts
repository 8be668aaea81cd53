import { describe, expect, it } from '@jest/globals';
import { statusScreen } from '../../../lib/cli/backends/status-screen.js';
import { backendOf, downBackend, START } from '../../helpers/backend-views.js';

const BALANCER = { algorithm: 'auto', stopping: false, openConnections: 0, waiting: 0 };
const WINDOW = { now: Date.parse(START) + 14_000, room: 80 };

describe('the status screen', () => {
  it('is 80 columns wide at most, and has the counts', () => {
    const backends = [
      backendOf(),
      backendOf({ name: 'a name of\u001b some length', host: 'fd00::1', load: { open: 12 } }),
    ];
    const balancer = {
      ...BALANCER,
      algorithm: 'least-connections',
      openConnections: 12,
      waiting: 1,
      backends,
    };
    const screen = statusScreen(balancer, WINDOW);
    expect(screen).toContain('a name of\\u001b som…');
    expect(screen.split('\n').at(-1)).toBe(
      '2 of 2 backends up; 12 open connections, 1 client waiting; algorithm least-connections',
    );
    for (const line of screen.split('\n').slice(0, -1)) expect(line.length).toBeLessThanOrEqual(80);
    expect(statusScreen(balancer, { ...WINDOW, room: 120 })).toContain('[fd00::1]:8881');
  });

  it('has room for 50 backends, and says how many more there are', () => {
    const backends = Array.from({ length: 60 }, (_, n) =>
      n < 58 ? backendOf({ name: `B${n}` }) : downBackend(`B${n}`),
    );
    const screen = statusScreen({ ...BALANCER, stopping: true, backends }, { ...WINDOW, room: Infinity });
    expect(screen.split('\n').slice(-2)).toEqual([
      'and 10 more backends',
      'draining; 58 of 60 backends up; 0 open connections, 0 clients waiting; algorithm auto',
    ]);
    expect(screen).toContain('B49');
    expect(screen).not.toContain('B50');
  });

  it.each([20, 40, 60, 80])('cuts neither its hint nor a reason at %d columns', (room) => {
    const backends = [backendOf(), downBackend('B2')];
    const lines = statusScreen({ ...BALANCER, backends }, { ...WINDOW, room })
      .split('\n')
      .slice(0, -1);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(room);
    const text = lines.slice(3).join(' ').replace(/ +/g, ' ');
    expect(text).toContain('B2: connection refused, next in 400ms');
    expect(text).toMatch(/no room for .*ADDRESS: use a wider window, or lbsim ctl backends --json$/);
    expect(lines.slice(3).join('')).not.toContain('…');
  });

  it('says why a backend is down, and since when', () => {
    const [head, row] = statusScreen(
      { ...BALANCER, backends: [downBackend('B2')] },
      { ...WINDOW, room: 110 },
    ).split('\n');
    expect(head).toMatch(
      /^NAME {2}STATE {2}FOR {2}WEIGHT {2}OPEN {2}OPENED {2}P50 {2}P99 {2}FAIL {2}PROBE +ADDRESS$/,
    );
    expect(row).toMatch(
      /^B2 {4}down {3}14s {7}1 {5}0 {7}0 {4}- {4}- {4}12 {2}connection refused, next in 400ms {2}127.0.0.1:8881$/,
    );
  });
});
