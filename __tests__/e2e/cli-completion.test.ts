import { execFileSync, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ALGORITHMS } from '../../lib/schedulers/index.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { runLbsim } from '../helpers/lbsim.js';
import { onlyWhere } from '../helpers/only-where.js';

const onEnd = cleanup();

const script = async (shell: string): Promise<string> => (await runLbsim(['completion', shell])).stdout;

/** What bash offers for these words, of which the last is being written. */
async function offers(...words: string[]): Promise<string[]> {
  const code = `${await script('bash')}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _lbsim; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const out = execFileSync('bash', ['-c', code, 'bash', ...words], { encoding: 'utf8' });
  return out.split('\n').filter((line) => line !== '');
}

describe('completion in bash', () => {
  it('offers commands, options of a command, and words', async () => {
    expect(await offers('lbsim', 'ba')).toEqual(['balance']);
    expect(await offers('lbsim', 'help', 'cl')).toEqual(['client']);
    expect(await offers('lbsim', 'balance', '--health-check-i')).toEqual(['--health-check-interval']);
    expect(await offers('lbsim', 'balance', '--algorithm', '')).toEqual(ALGORITHMS);
    expect(await offers('lbsim', 'balance', '--algorithm', '=', 'le')).toEqual(['least-connections']);
    expect(await offers('lbsim', 'balance', '--algorithm', '=')).toEqual(ALGORITHMS);
    expect(await offers('lbsim', 'completion', 'f')).toEqual(['fish']);
  });

  it('goes on with a list after a comma', async () => {
    expect(await offers('lbsim', 'compare', '--algorithms', 'auto,ri')).toEqual(['auto,ring']);
  });

  it('offers files where an option takes one, and nothing for other values', async () => {
    for (const words of [['balance', '--config'], ['replay'], ['config', 'check']])
      expect(await offers('lbsim', ...words, 'package.j')).toEqual(['package.json']);
    expect(await offers('lbsim', 'balance', '--port', '')).toEqual([]);
  });

  it('offers every option of every command', async () => {
    const { stdout } = await runLbsim(['balance', '--help']);
    const shown = [...stdout.matchAll(/^ +(?:-h, )?(--[\w-]+)/gm)].map(([, option]) => option);
    expect((await offers('lbsim', 'balance', '--')).sort()).toEqual(
      shown.filter((each) => each !== '--version').sort(),
    );
  });
});

describe.each(['zsh', 'fish'])('completion in %s', (shell) => {
  const isThere = spawnSync(shell, ['--version']).status === 0;

  it('names commands, options and words', async () => {
    const text = await script(shell);
    for (const word of ['balance', 'algorithm', 'least-connections', 'health-check-interval'])
      expect(text).toContain(word);
  });

  onlyWhere(isThere, `${shell} judges its own syntax`).it('has a syntax that the shell takes', async () => {
    const file = join(await temporaryFolder(onEnd), 'completion');
    await writeFile(file, await script(shell));
    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

it('of another shell is refused', async () => {
  expect(await runLbsim(['completion', 'csh'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/'csh' is not one of the choices: use bash, zsh, fish/) as unknown,
  });
});
