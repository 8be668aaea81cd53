import { optionError } from '../../errors.js';
import { printable } from '../../printable.js';
import { verbOptions } from '../ctl/context.js';
import { VERB_OPTIONS } from '../ctl/option-table.js';
import { showStatus } from '../ctl/status.js';
import type { CtlContext } from '../ctl/verb.js';
import { runVerb } from '../ctl/verbs.js';
import { resolveValues } from '../options/resolve-values.js';
import { span, type StyledLine } from '../text/line.js';
import { unpainted } from '../text/paint.js';
import { parseCommandLine } from './command-line.js';

type Clients = Pick<CtlContext, 'client' | 'clientOf' | 'to'>;

/**
 * Does what a line of `lbsim ctl` says.
 *
 * @param room - columns of the window
 * @returns what it prints
 * @throws LbsimError as `lbsim ctl`
 */
export async function runWords(
  all: readonly string[],
  clients: Clients,
  room: number,
): Promise<readonly StyledLine[]> {
  const { words, options } = parseCommandLine(all);
  const values = await resolveValues(VERB_OPTIONS, { argv: options, env: {} });
  if (values.follow) throw optionError('--follow never ends: press 4 for events, 5 for why');
  const printed: StyledLine[] = [];
  const context: CtlContext = {
    ...clients,
    options: verbOptions({ ...values, watch: false }),
    print: (_result, text) =>
      void printed.push(
        ...text()
          .split('\n')
          .map((line) => [span(printable(line))]),
      ),
    confirm: () => Promise.resolve(true),
    redraw: (_result, lines) => void printed.push(...lines),
    ...{ paint: unpainted, room },
  };
  await (words.length === 0 ? showStatus(context) : runVerb(words, context));
  return printed;
}
