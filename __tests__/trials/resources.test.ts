import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { compared, openFiles } from '../../trials/resources.js';

const onEnd = cleanup();

/** Opens a file more for each line that it is sent. */
const LEAKING = `process.stdin.on('data', () => console.log(require('fs').openSync('/dev/null')))
console.log('ready')`;

describe('what a program holds', () => {
  const before = { files: 20, residentKb: 100_000, heapKb: 10_000 };
  const holds = (after: Partial<typeof before>) => {
    const { files, memory } = compared(before, { ...before, ...after }, 0.1);
    return [files.holds, memory.holds];
  };

  it('is no more than before', () => {
    expect(holds({})).toEqual([true, true]);
    expect(holds({ residentKb: 109_900 })).toEqual([true, true]);
    expect(holds({ residentKb: 50_000 })).toEqual([true, true]);
  });

  it('is more when a descriptor or memory has leaked', () => {
    expect(holds({ files: 21 })).toEqual([false, true]);
    expect(holds({ residentKb: 110_100 })).toEqual([true, false]);
  });

  it('is told in figures', () => {
    const { files, memory } = compared(before, { ...before, residentKb: 90_000 }, 0.1);

    expect(files.figures).toBe('20, then 20');
    expect(memory.figures).toBe('97.7 MB, then 87.9 MB (−10.0 %); in use of the heap 9.8 MB, then 9.8 MB');
  });

  it('is a file more after a program has opened one', async () => {
    const child = spawn(process.execPath, ['-e', LEAKING], { stdio: ['pipe', 'pipe', 'inherit'] });
    onEnd(async () => {
      child.kill('SIGKILL');
      await once(child, 'close');
    });
    await once(child.stdout, 'data');
    const files = openFiles(child.pid ?? 0);
    child.stdin.write('\n');
    await once(child.stdout, 'data');

    expect(files).toBeGreaterThan(3);
    expect(openFiles(child.pid ?? 0)).toBe(files + 1);
  });
});
