/** What was given for an option, and where. */
export interface Given {
  /** A text; in a config file perhaps an object of texts. */
  readonly given: string | Readonly<Record<string, unknown>>;
  /** How errors name it: `--port`, `LBSIM_PORT`, `port in lb.yaml`. */
  readonly where: string;
  /** Whether a variable gives it, which has no effect where others have none. */
  readonly isVariable?: true;
}

/** A place that options come from: for an option's name what was given there, none when there is nothing. */
export type Source = (name: string) => readonly Given[];

/** What yargs found on the command line. */
export function fromCommandLine(argv: Readonly<Record<string, unknown>>): Source {
  return (name) => {
    const value = argv[name] as Given['given'] | readonly Given['given'][] | undefined;
    return value === undefined ? [] : [value].flat().map((given) => ({ given, where: `--${name}` }));
  };
}

/**
 * `LBSIM_LOG_LEVEL` for `log-level` of every command, over it `LBSIM_CLIENT_LOG_LEVEL` for that of `client`; an empty
 * variable is as good as none.
 */
export function environment(env: Readonly<Record<string, string | undefined>>, command: string): Source {
  return (name) => {
    const where = [variableOf(`${command}-${name}`), variableOf(name)].find(
      (each) => (env[each] ?? '') !== '',
    );
    return where === undefined ? [] : [{ given: env[where] ?? '', where, isVariable: true }];
  };
}

/** `LBSIM_LOG_LEVEL` */
export function variableOf(name: string): string {
  return `LBSIM_${name.toUpperCase().replaceAll('-', '_')}`;
}
