import { statSync } from 'node:fs';
import { parse, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fileErrorReason, LbsimError, systemErrorCode } from './errors.js';
import { shown, wrongType } from './option-shape.js';
import { CustomAlgorithm, type AlgorithmSource } from './schedulers/custom-algorithm.js';
import { thrownText } from './schedulers/thrown-text.js';

/** The first Node that runs TypeScript as it is. */
const TYPESCRIPT = 'Node 22.18';

/**
 * An algorithm of one's own from its module, whose default export is a class of schedulers, a function that returns one, or a
 * scheduler.
 *
 *     const balancer = new Balancer({ backends, algorithm: await loadAlgorithm('./mine.js') });
 *
 * @param file - a path, from the working directory, or a `file:` URL
 * @throws LbsimError `ERR_ALGORITHM` of kind `usage` when the file is not there, is no module, or has no such export
 */
export async function loadAlgorithm(file: string | URL): Promise<CustomAlgorithm> {
  if (typeof file !== 'string' && !(file instanceof URL))
    throw wrongType('file', file, 'a path such as ./mine.js');
  return loadFrom(sourceOf(file));
}

/** As {@link loadAlgorithm}, of a module that has been loaded before, perhaps in another thread. */
export async function loadFrom(source: AlgorithmSource): Promise<CustomAlgorithm> {
  try {
    if (!statSync(source.path).isFile()) throw loadError(source, 'is not a file', 'check the path');
  } catch (cause) {
    if (systemErrorCode(cause) === undefined || cause instanceof LbsimError) throw cause;
    throw loadError(source, `cannot be read (${fileErrorReason(cause)})`, 'check the path', cause);
  }
  const module = await imported(source);
  if (!('default' in module))
    throw loadError(
      source,
      'has no default export',
      'write export default before its class, or before a function that returns a scheduler',
    );
  return new CustomAlgorithm(plainDefault(module.default), source);
}

/** Absolute, so that a thread finds it, too. */
function sourceOf(file: string | URL): AlgorithmSource {
  const isUrl = file instanceof URL || file.startsWith('file:');
  let path: string;
  try {
    path = isUrl ? fileURLToPath(file) : resolve(file);
  } catch (cause) {
    const message = `algorithm ${shown(String(file))} is not a file: use a path such as ./mine.js`;
    throw new LbsimError('ERR_ALGORITHM', message, { kind: 'usage', cause });
  }
  return { path, given: isUrl ? path : file, name: parse(path).name };
}

async function imported(source: AlgorithmSource): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(source.path).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    if (systemErrorCode(cause) === 'ERR_UNKNOWN_FILE_EXTENSION' && /ts$/i.test(source.path))
      throw loadError(
        source,
        `is TypeScript, which Node ${process.versions.node} does not run`,
        `use ${TYPESCRIPT} or later, or JavaScript`,
        cause,
      );
    const remedy = `node ${source.given} shows where`;
    throw loadError(source, `cannot be loaded (${thrownText(cause, source.path)})`, remedy, cause);
  }
}

/** The default of a CommonJS module that was made from an ES module stands one floor further down. */
function plainDefault(value: unknown): unknown {
  const { __esModule: made, default: inner } = Object(value) as Readonly<Record<string, unknown>>;
  return made === true ? inner : value;
}

function loadError({ given }: AlgorithmSource, wrong: string, remedy: string, cause?: unknown): LbsimError {
  return new LbsimError('ERR_ALGORITHM', `algorithm '${given}' ${wrong}: ${remedy}`, {
    kind: 'usage',
    cause,
  });
}
