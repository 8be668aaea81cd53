import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const MODULE = fileURLToPath(new URL('../../dist/balancer/young-generation.js', import.meta.url));

/** What a program of its own comes to that lets the young generation grow, if it may. */
function program(worthwhile: boolean): { bytes: number; did: boolean; complaints: string } {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source(worthwhile)], {
    encoding: 'utf8',
  });
  return { ...(JSON.parse(stdout) as { bytes: number; did: boolean }), complaints: stderr };
}

/** Some of what is made here lives long enough to have V8 want more room. */
const source = (worthwhile: boolean): string => `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { keepYoungGenerationSmall } from ${JSON.stringify(MODULE)};
  const did = keepYoungGenerationSmall(${worthwhile});
  const kept = [];
  for (let n = 0; n < 2e6; n++) kept[n % 1e5] = { n };
  const { space_size: bytes } = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
  console.log(JSON.stringify({ did, bytes }));
`;

describe('the young generation', () => {
  it('stays small when told to, and grows as V8 wants it to otherwise', () => {
    const [told, left] = [program(true), program(false)];

    expect([told.did, left.did]).toEqual([true, false]);
    expect(told.bytes).toBeLessThan(left.bytes / 3);
    expect([told.complaints, left.complaints]).toEqual(['', '']);
  });

  it('gets all objects when told so, also of a place in the code whose objects lived long at first', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', PLACE], {
      encoding: 'utf8',
    });

    expect(Number(stdout)).toBeLessThan(200e6);
    expect(stderr).toBe('');
  });
});

/** Keeps what is made at one place, 100 MB, then drops it; prints by how many bytes the old generation varies then. Untold, on Node 26, 450 MB. */
const PLACE = `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { allocateYoung } from ${JSON.stringify(MODULE)};
  allocateYoung();
  const make = (n) => ({ n, pair: [n, n] });
  let kept = [];
  for (let n = 0; n < 1e6; n++) kept.push(make(n));
  kept = [];
  const sizes = [];
  for (let n = 0; n < 4e6; n++) {
    make(n);
    if (n < 2e6 || n % 1e4 > 0) continue;
    sizes.push(getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space').space_used_size);
  }
  console.log(Math.max(...sizes) - Math.min(...sizes));
`;
