import { readBounded } from '../../bounded-file.js';
import { fileErrorReason, LbsimError } from '../../errors.js';
import { SCENARIOS } from './names.js';
import type { Scenario } from './scenario.js';

/** More than the longest timeline takes. */
const MAX_SCENARIO_BYTES = 16 * 1024 * 1024;

/**
 * A scenario by its name, or from a YAML or JSON file.
 *
 * @throws LbsimError `ERR_SCENARIO` of kind `usage` when there is none, or it makes no sense
 */
export async function loadScenario(nameOrPath: string): Promise<Scenario> {
  const name = SCENARIOS.find((known) => known === nameOrPath);
  const file = name === undefined ? nameOrPath : new URL(`./${name}.yaml`, import.meta.url);
  const content = contentOf(file, nameOrPath);
  // With the parser of YAML, which most runs have no need of.
  const { parseScenario } = await import('./parse-scenario.js');
  return parseScenario(nameOrPath, content);
}

function contentOf(file: string | URL, named: string): string {
  try {
    return readBounded(file, MAX_SCENARIO_BYTES);
  } catch (cause) {
    throw new LbsimError(
      'ERR_SCENARIO',
      `scenario '${named}' is none of ${SCENARIOS.join(', ')}, and no file that can be read (${fileErrorReason(cause)}): use one of them, or a path`,
      { kind: 'usage', cause },
    );
  }
}
