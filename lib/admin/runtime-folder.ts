import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { LbsimError, systemErrorCode } from '../errors.js';

/** What is known of a running process, beside its socket. */
export interface ProcessRecord {
  readonly pid: number;
  readonly kind: 'balance' | 'server';
  readonly name: string;
  /** Where its clients connect, `HOST:PORT`. */
  readonly address: string;
  readonly startedAt: string;
  /** Of its admin API on TCP; null without. */
  readonly url: string | null;
}

/** A running process, and the socket that it is asked through. */
export interface RunningProcess extends ProcessRecord {
  readonly socket: string;
}

/** The longest path that a Unix socket may have on every system. */
const MAX_PATH = 103;
const ONLY_OWNER = 0o077;

/** The folder of this user's sockets: `$XDG_RUNTIME_DIR/lbsim`, else `lbsim-UID` in the system's temporary folder. */
export function runtimeFolder(env: NodeJS.ProcessEnv = process.env): string {
  const { XDG_RUNTIME_DIR: given } = env;
  return given !== undefined && given !== ''
    ? join(given, 'lbsim')
    : join(tmpdir(), `lbsim-${userInfo().uid}`);
}

/**
 * The folder, made if need be.
 *
 * @throws LbsimError `ERR_LISTEN`: it cannot be made, or is not this user's alone
 */
export function openRuntimeFolder(): string {
  const folder = runtimeFolder();
  try {
    // With `recursive` Node tries without end where a folder that is there takes none, as on /proc.
    mkdirSync(folder, { recursive: !existsSync(dirname(folder)), mode: 0o700 });
  } catch (error) {
    const reason = systemErrorCode(error) ?? 'it cannot be made';
    if (reason !== 'EEXIST') throw refused(folder, reason);
  }
  const { uid, mode } = lstatSync(folder);
  if (!lstatSync(folder).isDirectory()) throw refused(folder, 'it is not a folder');
  if (process.getuid !== undefined && uid !== process.getuid())
    throw refused(folder, `it belongs to user ${uid}`);
  if (process.platform !== 'win32' && (mode & ONLY_OWNER) !== 0)
    throw refused(folder, `its mode is ${(mode & 0o777).toString(8)}, not 700`);
  return folder;
}

/** @throws LbsimError `ERR_LISTEN` for a path that is too long */
export function socketPath(folder: string, name: string): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\lbsim-${userInfo().username}-${name}`;
  const path = join(folder, `${name}.sock`);
  if (Buffer.byteLength(draftPath(path)) > MAX_PATH)
    throw refused(folder, 'its path is too long for a socket');
  return path;
}

/** Where a process listens until `publish` gives the socket its name: nobody may take one that is only bound for one left behind. */
export function draftPath(socket: string): string {
  return process.platform === 'win32' ? socket : `${socket}.${process.pid}`;
}

/** Gives the socket at `draftPath` its name, and a record beside it. */
export function publish(socket: string, record: ProcessRecord): void {
  writeFileSync(recordPath(socket), `${JSON.stringify(record)}\n`, { mode: 0o600 });
  if (process.platform === 'win32') return;
  chmodSync(draftPath(socket), 0o600);
  renameSync(draftPath(socket), socket);
}

/** Removes a socket and its record; what is not there is removed already. */
export function removeSocket(socket: string): void {
  for (const path of [socket, recordPath(socket)]) {
    try {
      unlinkSync(path);
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT') throw error;
    }
  }
}

/** This user's processes that can be asked. What those that were killed have left behind is removed. */
export async function runningProcesses(folder = runtimeFolder()): Promise<readonly RunningProcess[]> {
  const found = await Promise.all(
    socketsIn(folder).map(async (socket) => {
      const before = inodeOf(socket);
      if (await answers(socket)) return recordOf(socket);
      // Another process may have taken the name since.
      if (inodeOf(socket) === before) removeSocket(socket);
      return undefined;
    }),
  );
  return found.filter((each) => each !== undefined);
}

/** Those that the folder has records of, by a look at it alone: one that was killed may be among them. */
export function recordedProcesses(folder = runtimeFolder()): readonly RunningProcess[] {
  return socketsIn(folder)
    .map(recordOf)
    .filter((each) => each !== undefined);
}

/** Whether somebody listens there. */
export function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const attempt = connect(socket);
    attempt.once('connect', () => {
      attempt.destroy();
      resolve(true);
    });
    // One that is only busy has a full backlog; it is there.
    attempt.once('error', (error) => resolve(systemErrorCode(error) === 'EAGAIN'));
  });
}

function socketsIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.sock'));
    return names.toSorted().map((name) => join(folder, name));
  } catch {
    return []; // No process has made it yet.
  }
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

function recordOf(socket: string): RunningProcess | undefined {
  try {
    const record = JSON.parse(readFileSync(recordPath(socket), 'utf8')) as ProcessRecord;
    return { ...record, socket };
  } catch {
    return undefined; // It is about to go.
  }
}

function recordPath(socket: string): string {
  return socket.replace(/\.sock$/, '.json');
}

function refused(folder: string, reason: string): LbsimError {
  return new LbsimError(
    'ERR_LISTEN',
    `cannot use folder '${folder}' for the admin socket (${reason}): remove it, or set XDG_RUNTIME_DIR`,
  );
}
