/** What the user of a session can ask it for. */
export interface SessionActions {
  /** Says something. */
  notice(text: string): void;
  reconnect(): void;
  /** Makes that many connections with one message each. */
  burst(connections: number): void;
  /** What was sent and answered, in one line. */
  summary(): string;
  quit(): void;
}

interface Command {
  /** As it is typed. */
  readonly usage: string;
  readonly help: string;
  readonly run: (session: SessionActions, argument: string) => void;
}

const COMMANDS: readonly Command[] = [
  { usage: '/help', help: 'this list', run: help },
  { usage: '/reconnect', help: 'makes a new connection', run: (session) => session.reconnect() },
  { usage: '/burst N', help: 'makes N connections with one message each', run: burst },
  {
    usage: '/stats',
    help: 'what was sent and answered, bursts counted apart',
    run: (session) => session.notice(session.summary()),
  },
  { usage: '/quit', help: 'ends the session', run: (session) => session.quit() },
];

const BY_NAME = new Map(COMMANDS.map((command) => [command.usage.replace(/ .*/, ''), command]));

/** Whether a line is meant for the session rather than for the server. */
export function isCommand(line: string): boolean {
  return line.startsWith('/');
}

/**
 * What a line that has been begun may become, for the Tab key: the names of commands that begin so. In what is to be sent, Tab is a
 * character like any other.
 *
 * @returns as the completer of Node's readline does
 */
export function completeCommand(line: string): [completions: string[], completed: string] {
  if (!isCommand(line)) return [[`${line}\t`], line];
  const names = COMMANDS.map(({ usage }) => usage.replace(/ .*/, usage.includes(' ') ? ' ' : ''));
  return [names.filter((name) => name.startsWith(line)), line];
}

/** Does what the line asks for, or says what can be asked for. */
export function runCommand(line: string, session: SessionActions): void {
  const [name = '', ...rest] = line.trim().split(/\s+/);
  const command = BY_NAME.get(name);
  if (command !== undefined) command.run(session, rest.join(' '));
  else session.notice(`unknown command ${name}: use ${[...BY_NAME.keys()].join(', ')}`);
}

function help(session: SessionActions): void {
  const lines = COMMANDS.map(({ usage, help: text }) => `${usage.padEnd(12)}${text}`);
  session.notice([...lines, 'Anything else is sent as a line.'].join('\n'));
}

function burst(session: SessionActions, argument: string): void {
  const connections = Number(argument);
  if (Number.isSafeInteger(connections) && connections > 0) session.burst(connections);
  else session.notice(`/burst '${argument}' is not a number of connections: try /burst 20`);
}
