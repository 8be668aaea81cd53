import { fstatSync, readlinkSync, realpathSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isatty } from 'node:tty';
import { optionError } from '../../errors.js';
import type { Kind } from '../../schema/kind.js';
import type { OptionTable, Values } from '../../schema/option.js';
import { pathIn } from './path-in.js';

const NULL_DEVICE = '/dev/null';
/** Paths of a process's own streams are here, among others. */
const DEVICES = /^\/(dev|proc)\//;
const MAX_LINKS = 40;

/** A file that is read or written, and what names it. */
interface NamedFile {
  readonly name: string;
  readonly path: string;
  readonly written: boolean;
  /** The same for all names of one file: links, other paths. */
  readonly identity: string;
}

/**
 * Refuses a file that is written under two options, or written and read: both would be torn. So it does for a file that
 * standard error, where the log goes, or standard output was sent to.
 *
 * @throws LbsimError of kind `usage`
 */
export function refuseSharedFiles<Table extends OptionTable>(table: Table, values: Values<Table>): void {
  refuseSameFile(table, values, (name) => `--${name}`);
  for (const file of namedFiles(table, values)) if (file.written) refuseStream(file);
}

/**
 * Refuses a file that is written under two options, or written and read.
 *
 * @param called - how a message names an option
 * @throws LbsimError of kind `usage`
 */
export function refuseSameFile<Table extends OptionTable>(
  table: Table,
  values: Values<Table>,
  called: (name: string) => string,
): void {
  const files = namedFiles(table, values);
  for (const [index, file] of files.entries()) {
    const other = files.slice(0, index).find((before) => before.identity === file.identity);
    if (other !== undefined && (file.written || other.written))
      throw optionError(
        `${called(other.name)} '${other.path}' and ${called(file.name)} '${file.path}' are the same file: use two files`,
      );
  }
}

function namedFiles<Table extends OptionTable>(table: Table, values: Values<Table>): readonly NamedFile[] {
  return Object.entries(table).flatMap(([name, { kind }]) =>
    [values[name]].flat().flatMap((word) => namedFile(name, kind, word)),
  );
}

/** A path such as /dev/stdout means standard output; but what is meant for it must not go where standard error goes. */
function refuseStream({ name, path, identity }: NamedFile): void {
  const refuse = (stream: string, descriptor: number): void => {
    if (identityOf(() => fstatSync(descriptor)) === identity)
      throw optionError(`--${name} '${path}' is the file that ${stream} goes to: use another file`);
  };
  if (!DEVICES.test(path)) refuse('standard output', 1);
  if (!isatty(2)) refuse('standard error', 2);
}

function namedFile(name: string, kind: Kind<unknown>, word: unknown): NamedFile[] {
  const path = typeof word === 'string' ? pathIn(kind, word) : undefined;
  if (path === undefined) return [];
  const { file } = kind;
  const standardInput = file === 'read' && path === '-';
  const stat = (): Stats => (standardInput ? fstatSync(0) : statSync(path));
  const identity = identityOf(stat) ?? resolvedPath(path);
  if (identity === identityOf(() => statSync(NULL_DEVICE))) return [];
  return [{ name, path, written: file === 'written', identity }];
}

/** Undefined for what is not there. */
function identityOf(stat: () => Stats): string | undefined {
  try {
    const { dev, ino } = stat();
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

/** Of a file that is not there yet, without the links on the way to it. */
function resolvedPath(path: string, links = 0): string {
  const absolute = resolve(path);
  try {
    if (links < MAX_LINKS) return resolvedPath(resolve(dirname(absolute), readlinkSync(absolute)), links + 1);
  } catch {
    // It is no link.
  }
  try {
    return join(realpathSync(dirname(absolute)), basename(absolute));
  } catch {
    return absolute;
  }
}
