const INDENT = '    ';
const CONTINUED = ' \\';

/**
 * Breaks a command line for a narrow window, between its parts and so that a shell takes it as one command. An option with a
 * list that is too long is repeated, for each item of it.
 *
 * @param parts - the command, and each option with its value
 * @param columns - of the window
 */
export function foldCommand(parts: readonly string[], columns: number): string {
  const room = columns - CONTINUED.length;
  const fitting = parts.flatMap((part) =>
    INDENT.length + part.length <= room ? [part] : repeatedForEach(part),
  );
  const lines: string[] = [];
  for (const part of fitting) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + part.length <= room)
      lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(last === undefined ? part : INDENT + part);
  }
  return lines.join(`${CONTINUED}\n`);
}

/** `--backends a`, `--backends b` of `--backends a,b`. */
function repeatedForEach(part: string): string[] {
  const [option = '', list = ''] = part.split(' ');
  return option.startsWith('--') ? list.split(',').map((item) => `${option} ${item}`) : [part];
}
