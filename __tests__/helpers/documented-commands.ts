import { readdirSync, readFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);
/** Made by a script, of commands that are all alike. */
const GENERATED = ['scenarios.md', 'options.md'];
/** A command of a block of code, up to a comment, a pipe, a redirection or what comes after it. */
const COMMAND = /^(?:\$ |npx )*lbsim ((?:[^#|>&\n\\]|\\\n)+)/gm;

/** The words after `lbsim` of each command that the README and the pages beside it show in a block of code, each once. */
export function documentedCommands(): string[][] {
  const pages = readdirSync(new URL('docs', ROOT)).filter((name) => !GENERATED.includes(name));
  const files = ['README.md', ...pages.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
  const lines = files
    .flatMap((file) => readFileSync(new URL(file, ROOT), 'utf8').match(/^```[^]*?^```/gm) ?? [])
    .flatMap((block) => [...block.matchAll(COMMAND)])
    .map(([, words = '']) => words.replaceAll('\\\n', ' ').trim().replaceAll(/\s+/g, ' '));
  return [...new Set(lines)].map((line) => line.split(' '));
}
