import { readFileSync } from 'node:fs';

const README = new URL('../../README.md', import.meta.url);
/** A command of the README's blocks of code, up to a comment, a pipe, a redirection or what comes after it. */
const COMMAND = /^(?:\$ |npx )*lbsim ((?:[^#|>&\n\\]|\\\n)+)/gm;

/** The words after `lbsim` of each command that the README shows in a block of code. */
export function readmeCommands(): string[][] {
  const blocks = readFileSync(README, 'utf8').match(/^```[^]*?^```/gm) ?? [];
  return blocks
    .flatMap((block) => [...block.matchAll(COMMAND)])
    .map(([, words = '']) => words.replaceAll('\\\n', ' ').trim().split(/\s+/));
}
