import { readBounded } from '../../bounded-file.js';
import { fileErrorReason, LbsimError, optionError } from '../../errors.js';
import { didYouMean } from '../../did-you-mean.js';
import { shown } from '../../option-shape.js';

const MAX_CONFIG_BYTES = 1024 * 1024;

/** A text that was given for an option, and where. */
export interface Given {
  readonly text: string;
  /** How errors name it: `--port`, `LBSIM_PORT`, `port in lb.yaml`. */
  readonly where: string;
}

/** A place that options come from: for an option's name the texts given there, none when there are none. */
export type Source = (name: string) => readonly Given[];

/** What yargs found on the command line. */
export function commandLine(argv: Readonly<Record<string, unknown>>): Source {
  return (name) => texts(argv[name]).map((text) => ({ text, where: `--${name}` }));
}

/** `LBSIM_LOG_LEVEL` for `log-level`; an empty variable is as good as none. */
export function environment(env: Readonly<Record<string, string | undefined>>): Source {
  return (name) => {
    const where = `LBSIM_${name.toUpperCase().replaceAll('-', '_')}`;
    return texts(env[where] === '' ? undefined : env[where]).map((text) => ({ text, where }));
  };
}

/**
 * A JSON or YAML file whose keys are options' names. Its values are text as written: `1.10`, `007`, `0x10`.
 *
 * @param known - the names that it may hold
 * @throws LbsimError `ERR_CONFIG_FILE` when it cannot be read or parsed, or holds anything else
 */
export async function configFile(path: string, known: readonly string[]): Promise<Source> {
  const settings = await parse(path, read(path));
  for (const [key, value] of Object.entries(settings)) {
    if (!known.includes(key)) {
      throw configError(
        `unknown key '${key}' in ${path}${didYouMean(key, known)}: use the options of the command`,
      );
    }
    refuseUnlessSetting(key, value, path);
  }
  return (name) => texts(settings[name]).map((text) => ({ text, where: `${name} in ${path}` }));
}

function read(path: string): string {
  try {
    return readBounded(path, MAX_CONFIG_BYTES);
  } catch (cause) {
    throw configError(
      `config file '${path}' cannot be read (${fileErrorReason(cause)}): check the path`,
      cause,
    );
  }
}

async function parse(path: string, content: string): Promise<Readonly<Record<string, unknown>>> {
  const { readYaml, yamlProblem } = await import('../../yaml-document.js');
  let settings: unknown;
  try {
    settings = readYaml(content, () => true);
  } catch (cause) {
    throw configError(`config file '${path}': ${yamlProblem(cause)}`, cause);
  }
  if (settings === undefined || settings === null) return {};
  if (typeof settings !== 'object' || Array.isArray(settings)) {
    throw configError(`config file '${path}' holds no options: write lines such as 'port: 8080'`);
  }
  return settings as Readonly<Record<string, unknown>>;
}

/** @throws LbsimError for what is neither text nor a list of texts; numbers and words have become texts */
function refuseUnlessSetting(key: string, value: unknown, path: string): void {
  if (typeof value === 'string') return;
  if (!Array.isArray(value))
    throw configError(
      `${key} in ${path} is ${shown(value)}: write a string, a number or a list of them, or leave it out`,
    );
  const bad = value.findIndex((item) => typeof item !== 'string');
  if (bad < 0) return;
  throw configError(
    `item ${bad + 1} of ${key} in ${path} is ${shown(value[bad])}: write a string or a number, or leave it out`,
  );
}

function texts(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

function configError(message: string, cause?: unknown): LbsimError {
  return new LbsimError('ERR_CONFIG_FILE', message, { kind: 'usage', cause });
}

/** @throws LbsimError when a text was given that the option's parser refuses */
export function located<T>({ text, where }: Given, parse: (text: string) => T): T {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof LbsimError) throw optionError(`${where}: ${error.message}`, error);
    throw error;
  }
}
