// What there is to measure with: programs, runtimes, cores. A program that is missing is named with what installs it.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { availableParallelism, cpus, release } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OTHER_NODE = fileURLToPath(new URL('node_modules/node/bin/node', import.meta.url));

/** Without this nothing can be measured. */
const PINNING = { command: 'taskset', package: 'util-linux' };

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isThere({ command, isThere }) {
  const found = process.env.PATH.split(delimiter).some((folder) => executable(join(folder, command)));
  return found && (isThere?.() ?? true);
}

/** The one line that says what is missing and what to do, or undefined. */
export function missing(needs) {
  const packages = needs.filter((need) => !isThere(need)).map((need) => need.package);
  return packages.length === 0
    ? undefined
    : `${packages.join(', ')} missing: apt-get install -y ${packages.join(' ')}`;
}

/**
 * @param needs - programs without which what is to be measured cannot be
 * @throws Error when this machine cannot run the benchmark at all
 */
export function assertUsable(needs) {
  if (process.platform !== 'linux')
    throw new Error(`this benchmark reads /proc: run it on Linux, not ${process.platform}`);
  if (availableParallelism() < 2)
    throw new Error('two cores are needed, one for what is measured alone: there is 1');
  const lack = missing([PINNING, ...needs]);
  if (lack !== undefined) throw new Error(lack);
}

/** What a program says its version is. */
export function versionOf([command, args, pattern]) {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return pattern.exec(`${stdout}${stderr}`)?.[1] ?? 'unknown version';
}

/** The Node that runs this, and beside it the one of `npm install --prefix bench --no-save node@26` if it is there. */
export function runtimes() {
  const binaries = executable(OTHER_NODE) ? [process.execPath, OTHER_NODE] : [process.execPath];
  const all = binaries.map((binary) => {
    const version = versionOf([binary, ['--version'], /v(\S+)/]);
    return { name: `Node ${version.split('.')[0]}`, version, binary };
  });
  return all.filter(({ name }, index) => all.findIndex((other) => other.name === name) === index);
}

/** In a few words: processor, cores, kernel. */
export function machine() {
  return `${cpus()[0].model.replace(/\s+/g, ' ').trim()}, ${cpus().length} cores, Linux ${release()}`;
}
