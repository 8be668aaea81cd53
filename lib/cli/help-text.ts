import type { Command } from './command.js';

const PURPOSE = '      ';
const LINE = '  ';
/** One word, or several that quotes hold together. */
const WORDS = /(?:'[^']*'|"[^"]*"|\S)+/g;

/** What `--help` says after the options, in lines; yargs lays out what a tab divides as two columns. */
export function epilogueOf({ terms, examples }: Command, columns: number): string[] {
  const listed = terms?.entries.map(([name, meaning]) => `${LINE}${name}  \t${meaning}`) ?? [];
  return [
    ...(terms === undefined ? [] : [terms.heading, ...listed, '']),
    'Examples:',
    ...examples.flatMap(([commandLine, purpose]) => [
      ...continued(commandLine, columns - LINE.length).map((line) => LINE + line),
      PURPOSE + purpose,
    ]),
    '',
  ];
}

/** A command line of lbsim in lines that a shell takes for one; whatever else it is stays as it is. */
function continued(commandLine: string, columns: number): string[] {
  if (!commandLine.startsWith('lbsim ')) return [commandLine];
  const lines: string[] = [];
  for (const word of commandLine.match(WORDS) ?? []) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (`${last} ${word} \\`.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.splice(-1, 1, `${last} \\`, `${LINE}${word}`);
  }
  return lines;
}
