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

  it('gets all objects when told so, by a flag that V8 knows: it would complain of another', () => {
    const source = `import(${JSON.stringify(MODULE)}).then(({ allocateYoung }) => allocateYoung())`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', source], { encoding: 'utf8' });

    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});
