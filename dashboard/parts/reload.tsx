import { useState } from 'preact/hooks';
import type { CtlOption, CtlWord } from '../state/ctl-line.js';
import type { Lab } from '../state/lab.js';
import type { ReloadPlan } from '../state/model.js';
import { titleOf } from './only-looks.js';
import { Rows } from './rows.js';
import { pressOnce, singlePress } from './single-press.js';

const DRY_RUN: CtlOption = { option: 'dry-run' };
const NO_FILE = 'There is no config file: lbsim balance was started without --config.';

interface Planned extends ReloadPlan {
  readonly result: 'reloaded' | 'planned' | 'unchanged';
}

interface Props {
  readonly lab: Lab;
  /** Null where the balancer has none; undefined where that is not known. */
  readonly file: string | null | undefined;
  /** Something else is in force. */
  readonly reloaded: () => void;
}

/** What the config file says now: as a plan first, then carried out. */
export function Reload({ lab, file, reloaded }: Props) {
  const [plan, setPlan] = useState<Planned | undefined>(undefined);
  const disabled = !lab.mayChange.value || file === null;
  const ask = async (query: string, words: readonly CtlWord[]): Promise<void> => {
    const answer = await lab.tell<Planned>('POST', `/v1/config/reload${query}`, {}, words);
    setPlan(answer.ok ? answer.body : undefined);
    if (answer.ok && answer.body.result === 'reloaded') reloaded();
  };
  const title = (...words: readonly CtlWord[]): string => (file === null ? NO_FILE : titleOf(lab, ...words));
  return (
    <>
      <p>
        <button
          type="button"
          title={title('reload', DRY_RUN)}
          disabled={disabled}
          onClick={() => void ask('?dryRun=true', ['reload', DRY_RUN])}
        >
          plan a reload
        </button>
        <button
          type="button"
          title={title('reload')}
          disabled={disabled}
          onClick={singlePress(() => ask('', ['reload']))}
          onKeyDown={pressOnce}
        >
          reload
        </button>
        <span class="muted">{file === null ? NO_FILE : <bdi>{file}</bdi>}</span>
        <span role="status">{plan === undefined ? '' : verdictOf(plan)}</span>
      </p>
      {plan !== undefined && plan.changes.length > 0 && (
        <Rows
          label="Plan of a reload"
          heads={['Option', 'From', 'To', 'Effect']}
          rows={plan.changes.map(({ key, backend, from, to, effect }) => [
            [key, backend].filter(Boolean).join(' '),
            ...[from, to, effect],
          ])}
        />
      )}
    </>
  );
}

function verdictOf({ result, changes, needsRestart }: Planned): string {
  if (changes.length === 0) return result === 'unchanged' ? 'Nothing differs.' : 'Nothing would change.';
  const count = `${changes.length} ${changes.length === 1 ? 'value' : 'values'}`;
  const restart = needsRestart.length === 0 ? '' : ` Restart for ${needsRestart.join(', ')}.`;
  return `${result === 'planned' ? `A reload would change ${count}.` : `Changed: ${count}.`}${restart}`;
}
