import { execFileSync, spawnSync } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { ALGORITHMS } from '../../lib/schedulers/index.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk } from '../helpers/desk.js';
import { temporaryFolder } from '../helpers/folder.js';
import { runLbsim } from '../helpers/lbsim.js';
import { onlyWhere } from '../helpers/only-where.js';
import { shellOnTerminal, WITH_TERMINALS } from '../helpers/terminal.js';

const onEnd = cleanup();

const scripts = new Map<string, Promise<{ stdout: string }>>();

/** What `lbsim completion` prints, asked once for each shell. */
async function script(shell: string): Promise<string> {
  const printed = scripts.get(shell) ?? runLbsim(['completion', shell]);
  scripts.set(shell, printed);
  return (await printed).stdout;
}

/** What bash offers for these words, of which the last is being written. */
async function offers(...words: string[]): Promise<string[]> {
  return offersWith({}, ...words);
}

/** Same with these variables. */
async function offersWith(env: object, ...words: string[]): Promise<string[]> {
  const code = `${await script('bash')}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _lbsim; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const out = execFileSync('bash', ['-c', code, 'bash', ...words], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return out.split('\n').filter((line) => line !== '');
}

/** A folder for PATH, in which `lbsim` is this one. */
async function folderOfLbsim(): Promise<string> {
  const folder = await temporaryFolder(onEnd);
  await symlink(fileURLToPath(new URL('../../bin/lbsim.js', import.meta.url)), join(folder, 'lbsim'));
  return folder;
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

  it('offers the words of ctl, and what may follow them', async () => {
    expect(await offers('lbsim', 'ctl', 'dr')).toEqual(['drain']);
    expect(await offers('lbsim', 'ctl', 'algorithm', 'least')).toEqual(['least-connections']);
    expect(await offers('lbsim', 'ctl', 'unset', 'queue-m')).toEqual(['queue-max']);
    expect(await offers('lbsim', 'ctl', 'drain', '--wai')).toEqual(['--wait']);
  });

  it('offers the backends of the balancer that runs', async () => {
    const desk = await Desk.open(onEnd);
    await desk.balance(await startBackends(2, onEnd));
    const asked = { PATH: `${await folderOfLbsim()}:${process.env.PATH}`, ...desk.env };
    expect(await offersWith(asked, 'lbsim', 'ctl', 'drain', 'B')).toEqual(['B1', 'B2']);
    expect(await offersWith(asked, 'lbsim', 'ctl', 'weight', '')).toEqual(['B1', 'B2']);
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
    const shown = [...stdout.matchAll(/^ +(?:-[hV], )?(--[\w-]+)/gm)].map(([, option]) => option);
    expect((await offers('lbsim', 'balance', '--')).sort()).toEqual(shown.sort());
  });

  it('offers what goes without a command', async () => {
    expect(await offers('lbsim', '-')).toEqual(['-h', '--help', '-V', '--version']);
    expect(await offers('lbsim', '--')).toEqual(['--help', '--version']);
  });

  it('offers files where a value may be a word or a file', async () => {
    expect(await offers('lbsim', 'balance', '--algorithm', './package.')).toEqual(['./package.json']);
    expect(await offers('lbsim', 'replay', '--algorithm', './package.')).toEqual(['./package.json']);
    expect(await offers('lbsim', 'simulate', '--scenario', './package.')).toEqual(['./package.json']);
    expect(await offers('lbsim', 'compare', '--algorithms', 'random,./package.')).toEqual([
      'random,./package.json',
    ]);
  });
});

/** What is typed, and what it is completed to. */
const LINES: readonly (readonly [string, string])[] = [
  ['lbsim compare --algorithms random,ro', 'random,round-robin'],
  ['lbsim compare --algorithms random,./package.', 'random,./package.json'],
  ['lbsim check --only early-bytes,by', 'early-bytes,bytes'],
  ['lbsim balance --algorithm ./package.', './package.json'],
  ['lbsim balance --algorithm le', 'least-connections'],
  ['lbsim replay --algorithm ./package.', './package.json'],
  ['lbsim simulate --scenario ./package.', './package.json'],
  ['lbsim --ver', '--version'],
  ['lbsim balance --hel', '--help'],
  ['lbsim config check package.', 'package.json'],
  ['lbsim config ch', 'check'],
  ['lbsim ctl dra', 'drain'],
  ['lbsim ctl algorithm least-c', 'least-connections'],
];

const HAS_FISH = spawnSync('fish', ['--version']).status === 0;
const HAS_ZSH = spawnSync('zsh', ['--version']).status === 0;

onlyWhere(HAS_FISH, 'fish completes').describe('completion in fish', () => {
  const complete = (text: string, line: string): string[] => {
    const code = `${text}\ncomplete -C '${line}'`;
    const out = execFileSync('fish', ['--no-config', '-c', code], { encoding: 'utf8' });
    return out.split('\n').flatMap((each) => (each === '' ? [] : [each.split('\t')[0] ?? '']));
  };

  it.each(LINES)('makes of %s… %s', async (line, completed) => {
    expect(complete(await script('fish'), line)).toEqual([completed]);
  });

  it('offers commands, and what goes without one', async () => {
    const text = await script('fish');
    expect(complete(text, 'lbsim ')).toEqual(expect.arrayContaining(['balance', 'check', 'help']));
    expect(complete(text, 'lbsim -').sort()).toEqual(['--help', '--version', '-V', '-h']);
  });
});

onlyWhere(HAS_ZSH, 'zsh completes').describe('completion in zsh', () => {
  WITH_TERMINALS.it.each(LINES)('makes of %s… %s', async (line, completed) => {
    const file = join(await temporaryFolder(onEnd), '_lbsim');
    await writeFile(file, await script('zsh'));
    const setUp = `autoload -Uz compinit && compinit -u -D && source ${file}; lbsim() { print -r "ran: $@" }; PS1='READY''> '\n`;
    const shown = await shellOnTerminal('zsh -f -i', {
      columns: 200,
      env: { PS1: 'zsh> ', TERM: 'dumb' },
      typed: [
        [/[%#>] /, setUp],
        [/READY> /, `${line}\t\n`],
        [/ran: /, 'exit\n'],
      ],
    });
    expect(shown.replace(/\r/g, '')).toMatch(new RegExp(`ran: .*${completed.replaceAll('.', '\\.')}[, ]?\n`));
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
    const file = join(await temporaryFolder(onEnd), 'lbsim');
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
