import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { balanceCommand } from '../../lib/cli/commands/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFile } from '../helpers/folder.js';
import { runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();
const FILE = fileURLToPath(new URL('../../examples/lb.yaml', import.meta.url));
const TEXT = readFileSync(FILE, 'utf8');
/** A key, and the value that a comment shows of it. */
const COMMENTED = /^# ([a-z-]+): (.+)$/gm;
const OPTIONS = Object.entries(balanceCommand.options).filter(([name]) => name !== 'config');

async function checked(file: string): Promise<{ status: number | null; stdout: string }> {
  const { status, stdout } = await runLbsim(['config', 'check', file]);
  return { status, stdout };
}

describe('examples/lb.yaml', () => {
  it('is right', async () => {
    expect(await checked(FILE)).toEqual({ status: 0, stdout: `${FILE}: no errors, for lbsim balance\n` });
  });

  it('is right as well with every comment made a setting', async () => {
    const targets = await temporaryFile(onEnd, 'targets.yaml', '- 127.0.0.1:8899\n');
    const tokens = await temporaryFile(onEnd, 'tokens.txt', 'changes-and-looks\nonly-looks\n');
    const text = TEXT.replaceAll(COMMENTED, '$1: $2')
      .replace(/(?<=^backends-file: ).*/m, targets)
      .replace(/(?<=^admin-token-file: ).*/m, tokens);
    const file = await temporaryFile(onEnd, 'all.yaml', text);
    expect(await checked(file)).toEqual({ status: 0, stdout: `${file}: no errors, for lbsim balance\n` });
    expect(Object.keys(parse(readFileSync(file, 'utf8')) as object).sort()).toEqual(
      OPTIONS.map(([name]) => name).sort(),
    );
  });

  it('shows the default of each option that it does not set, or says that it is an example', () => {
    const examples = new Set(
      TEXT.split(/\n{2,}/)
        .filter((paragraph) => paragraph.includes('example'))
        .flatMap((paragraph) => [...paragraph.matchAll(COMMENTED)].map(([, name]) => name)),
    );
    const shown = [...TEXT.matchAll(COMMENTED)]
      .filter(([, name]) => !examples.has(name))
      .map(([, name = '', value = '']) => [name, value]);
    const options = new Map(OPTIONS);
    expect(shown.length).toBeGreaterThan(30);
    expect(shown).toEqual(shown.map(([name = '']) => [name, options.get(name)?.defaultText ?? 'off']));
  });
});
