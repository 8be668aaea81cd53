import { LbsimError, optionError } from '../../errors.js';
import { printable } from '../../printable.js';
import type { ConfigDifference } from '../../reload/config-diff.js';
import type { PlannedChange, ReloadPlan } from '../../reload/plan.js';
import type { Problem } from '../../yaml-document.js';
import { table, type Column } from '../table.js';
import type { CtlContext, Verb } from './verb.js';

const YAML = 'application/yaml';

/** What is known of a configuration that is refused. */
interface Refused {
  readonly file?: string;
  readonly errors?: readonly Problem[];
}

interface Answer extends ReloadPlan {
  readonly result: 'reloaded' | 'planned' | 'unchanged';
}

const CHANGES: readonly Column<PlannedChange>[] = [
  { head: 'option', cell: optionOf },
  { head: 'from', cell: ({ from }) => printable(from ?? 'none'), align: 'left' },
  { head: 'to', cell: ({ to }) => printable(to ?? 'none'), align: 'left' },
  { head: 'effect', cell: ({ effect }) => effect, align: 'left' },
];

const DIFFERENCES: readonly Column<ConfigDifference>[] = [
  { head: 'option', cell: optionOf },
  { head: 'file', cell: ({ file }) => printable(file ?? 'none'), align: 'left' },
  { head: 'applied', cell: ({ config }) => printable(config ?? 'none'), align: 'left' },
  { head: 'operator', cell: ({ operator }) => printable(operator ?? ''), align: 'left' },
  { head: 'by', cell: ({ by }) => printable(by ?? ''), align: 'left', rank: 1 },
];

function savedText(file: string, lacking: readonly string[]): string {
  const saved = `saved to ${printable(file)}`;
  const rest = `without ${lacking.join(', ')}, as passwords are never shown: add it, or give it on the command line`;
  return lacking.length === 0 ? saved : `${saved}, ${rest}`;
}

/** The configuration: the one in force, and the file. */
export const CONFIG_VERBS: readonly Verb[] = [
  {
    usage: 'config [diff|check|save] [FILE]',
    help: 'the configuration in force; how it differs from the file; what FILE would change; writes it to FILE, where only lines that differ change',
    run: async ([word, file], context) => {
      const { client, print, room } = context;
      if (word === undefined) {
        const api = await client();
        const text = await api.askText('GET', '/v1/config', YAML);
        print(await api.ask('GET', '/v1/config'), () => text.trimEnd().split('\n').map(printable).join('\n'));
      } else if (word === 'diff' && file === undefined) {
        const answer = (await withAllErrors(context, undefined, async () =>
          (await client()).ask('GET', '/v1/config/diff'),
        )) as { readonly items: readonly ConfigDifference[] };
        print(answer, () =>
          answer.items.length === 0 ? 'no differences' : table(DIFFERENCES, answer.items, { room }),
        );
      } else if (word === 'check' && file !== undefined) {
        const { readText } = await import('../options/config-file.js');
        const body = { type: YAML, text: readText(file) };
        const answer = await withAllErrors(context, file, async () =>
          (await client()).askText('POST', '/v1/config/check?as=file', 'application/json', body),
        );
        const plan = JSON.parse(answer) as Answer;
        print(plan, () => planText(plan, room, 'would change nothing'));
      } else if (word === 'save' && file !== undefined) {
        const [{ saveConfig }, { balanceCommand }] = await Promise.all([
          import('../save-config/save-config.js'),
          import('../commands/balance.js'),
        ]);
        const settings = (await (await client()).ask('GET', '/v1/config')) as Readonly<
          Record<string, unknown>
        >;
        const lacking = await saveConfig(file, settings, balanceCommand.options);
        print({ saved: file, lacking }, () => savedText(file, lacking));
      } else {
        throw optionError(
          `'config ${[word, file].filter(Boolean).join(' ')}' is not possible: use config, config diff, config check FILE or config save FILE`,
        );
      }
    },
  },
  {
    usage: 'reload',
    help: 'applies what the config file says now; with --dry-run it only tells what that would change, with --strict it changes nothing if part of it needs a restart',
    takes: ['dryRun', 'strict'],
    run: async (_words, context) => {
      const { client, print, room, options } = context;
      const { dryRun, strict } = options;
      const asked = [...(dryRun ? ['dryRun=true'] : []), ...(strict ? ['strict=true'] : [])].join('&');
      const answer = (await withAllErrors(context, undefined, async () =>
        (await client()).ask('POST', `/v1/config/reload${asked && `?${asked}`}`),
      )) as Answer;
      print(answer, () => planText(answer, room, dryRun ? 'would change nothing' : 'nothing has changed'));
    },
  },
];

function optionOf({ key, backend }: Pick<PlannedChange, 'key' | 'backend'>): string {
  return printable(backend === null ? key : `${key} ${backend}`);
}

function planText({ changes, needsRestart }: Answer, room: number, none: string): string {
  if (changes.length === 0) return none;
  const restart = needsRestart.length === 0 ? [] : [`restart for ${needsRestart.join(', ')}`];
  return [table(CHANGES, changes, { room }), ...restart].join('\n');
}

/**
 * Tells all errors of a configuration that is refused, a line each where there are several.
 *
 * @param file - that has them, where the one who refuses it does not say
 */
async function withAllErrors<T>(
  { complain }: CtlContext,
  file: string | undefined,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const problem = error instanceof LbsimError ? (error.cause as Refused | undefined) : undefined;
    const path = file ?? problem?.file ?? 'the configuration';
    const [first, ...others] = (problem?.errors ?? []).map(
      ({ line, column, message }) => `${path}:${line}:${column}: ${message}`,
    );
    if (first === undefined) throw error;
    if (others.length > 0 && complain !== undefined) {
      for (const line of [first, ...others]) complain(line);
      throw refusal(`${path} has ${others.length + 1} errors: nothing has changed`, error);
    }
    throw refusal(others.length === 0 ? first : `${first} (and ${others.length} more)`, error);
  }
}

function refusal(message: string, cause: unknown): LbsimError {
  return new LbsimError('ERR_REFUSED', message, { cause });
}
