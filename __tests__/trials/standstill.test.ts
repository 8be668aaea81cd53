import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { balancerClock, holdStill, workersOf } from '../../trials/chaos/standstill.js';
import { onlyWhere } from '../helpers/only-where.js';

describe('the clock of a balancer', () => {
  it('is that of the world where the balancer never stood still', () => {
    expect(balancerClock([])(1234)).toBe(1234);
  });

  it('stands still with it, and is behind afterwards', () => {
    const clock = balancerClock([
      { from: 100, until: 300 },
      { from: 1000, until: 1500 },
    ]);

    expect([50, 100, 200, 300, 400].map(clock)).toEqual([50, 100, 100, 100, 200]);
    expect([1000, 1400, 1600].map(clock)).toEqual([800, 800, 900]);
    expect(clock(Infinity)).toBe(Infinity);
  });
});

onlyWhere(process.platform === 'linux', 'states of processes are read from /proc').describe(
  'holding processes still',
  () => {
    const started: number[] = [];
    afterEach(() => {
      for (const pid of started.splice(0)) process.kill(pid, 'SIGKILL');
    });

    const state = (pid: number): string =>
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.charAt(0) ?? '';

    /** A shell and its child, as a balancer and its worker. */
    async function startTwo(): Promise<{ pid: number; child: number }> {
      const shell = spawn('sh', ['-c', 'sleep 60 & echo $!; wait'], { stdio: ['ignore', 'pipe', 'ignore'] });
      const text = await new Promise<string>((resolve) =>
        shell.stdout.once('data', (data) => resolve(String(data))),
      );
      const [pid, child] = [shell.pid ?? 0, Number(text)];
      started.push(child, pid);
      return { pid, child };
    }

    it('stops all of them, has them go on, and notes when', async () => {
      const { pid, child } = await startTwo();
      expect(workersOf({ pid })).toEqual([child]);
      const before = Date.now();
      let meanwhile: string[] = [];

      const { from, until } = await holdStill({ pid }, () => {
        meanwhile = [state(pid), state(child)];
        return Promise.resolve();
      });

      expect(meanwhile).toEqual(['T', 'T']);
      expect([state(pid), state(child)]).not.toContain('T');
      expect(from).toBeGreaterThanOrEqual(before);
      expect(until).toBeGreaterThanOrEqual(from);
    });

    it('has them go on also when something fails meanwhile', async () => {
      const { pid, child } = await startTwo();

      await expect(holdStill({ pid }, () => Promise.reject(new Error('no')))).rejects.toThrow('no');

      expect([state(pid), state(child)]).not.toContain('T');
    });
  },
);
