import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

const HEADER =
  '{"recording":1,"lbsim":"0.1.0","stickyKey":"none","seed":1,"algorithm":"round-robin",' +
  '"backends":[{"host":"a","port":1,"name":"A"},{"host":"b","port":2,"name":"B"}]}';
const RUN = [
  HEADER,
  '["healthy",0,true]',
  '["healthy",1,true]',
  '["route",1000,null,[],0,"round-robin"]',
  '["opened",0]',
  '["healthy",1,false]',
  '["route",3500,null,[0],null,null]',
  '["closed",0]',
  '',
].join('\n');
const TAMPERED = RUN.replace('[],0,"round-robin"', '[],1,"round-robin"');

async function fileOf(content: string): Promise<string> {
  const file = join(await temporaryFolder(onEnd), 'run.jsonl');
  await writeFile(file, content);
  return file;
}

describe('lbsim replay', () => {
  it('says what was recorded, where the picks went, and that all are identical', async () => {
    const { stdout, stderr, status } = await runLbsim(['replay', await fileOf(RUN)]);
    expect(stdout).toBe(
      [
        'recorded by lbsim 0.1.0: round-robin with seed 1, sticky key none, 2 backends; 8 lines, 2.5 s, 1 health change',
        '┌─────────┬───────┐',
        '│ backend │ picks │',
        '├─────────┼───────┤',
        '│ A       │     1 │',
        '│ B       │     0 │',
        '└─────────┴───────┘',
        'by rule: round-robin 1, none 1',
        '2 of 2 picks identical',
        '',
      ].join('\n'),
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('names each pick that differs, and exits with 1', async () => {
    const { stdout, status } = await runLbsim(['replay', await fileOf(TAMPERED)]);
    expect(stdout).toContain(
      'line 4: expected B (round-robin), got A (round-robin)\n1 of 2 picks identical\n',
    );
    expect(status).toBe(1);
  });

  it('reads standard input, and prints one JSON object when told to', async () => {
    const { stdout, status } = await runLbsim(['replay', '-', '--json'], { input: TAMPERED });
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      picks: 2,
      identical: 1,
      differences: [
        {
          line: 4,
          expected: { backend: 'B', why: 'round-robin' },
          got: { backend: 'A', why: 'round-robin' },
        },
      ],
    });
    expect(status).toBe(1);
  });

  it('notes that the last line was cut short', async () => {
    const { stdout, status } = await runLbsim(['replay', '-'], { input: RUN.slice(0, -4) });
    expect(stdout).toContain('the last line was cut short, and left out\n2 of 2 picks identical\n');
    expect(status).toBe(0);
  });

  it.each([
    ['no JSON', 'hello\n', 1, "'hello' is not JSON"],
    ['another version', HEADER.replace(':1,', ':3,'), 1, 'version 3 is not one that this lbsim reads'],
    ['an unknown algorithm', HEADER.replace('round-robin', 'best'), 1, "unknown algorithm 'best'"],
    ['a backend out of range', `${RUN}["opened",2]\n`, 9, '2 in ["opened",2] is not a backend that is known'],
    ['time running back', `${RUN}["route",1,null,[],null,null]`, 9, 'time 1 runs back, it was 3500'],
    ['a last line that is whole and no JSON', `${RUN}["opened"\n`, 9, `'["opened"' is not JSON`],
  ])('refuses %s with one line that names file and line', async (_what, content, line, wrong) => {
    const file = await fileOf(content);
    const { stdout, stderr, status } = await runLbsim(['replay', file]);
    expect(stderr).toMatch(/^lbsim: [^\n]*: use a file that lbsim balance --record wrote\n$/);
    expect(stderr).toContain(`recording '${file}', line ${line}: ${wrong}`);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});
