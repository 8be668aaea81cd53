import { EventEmitter } from 'node:events';
import type { BalancerControl } from '../control/balancer-control.js';
import { LbsimError } from '../errors.js';
import type { OptionTable } from '../schema/option.js';
import type { Place, Problem } from '../yaml-document.js';
import { configDiff, type ConfigDifference } from './config-diff.js';
import type { Configuration } from './configuration.js';
import { effectiveConfig, type FileSettings } from './effective-config.js';
import type { ConfigEvents } from './events.js';
import type { ReloadPlan } from './plan.js';
import { planReload } from './plan-reload.js';

/**
 * Where a configuration comes from: over options of the command line and the environment, which win over those of a `file`, but
 * not over those of a `body` that was sent to the admin API.
 */
export type TextOrigin = 'file' | 'body';

/** What a text says: all options, or all that is wrong with it. */
export type ReadConfiguration =
  | { readonly values: Configuration; readonly placeOf: (key: string) => Place }
  | { readonly problems: readonly Problem[] };

/** What is known of a text. */
export interface TextSource {
  readonly origin: TextOrigin;
  /** Whether it came by the admin API, and so perhaps over a network: it can name no file that is not in use already. */
  readonly isSent: boolean;
}

/** Reads a text. Rejects with an LbsimError for what is wrong at no place of it. */
export type ReaderOf = (text: string, source: TextSource) => Promise<ReadConfiguration>;

export interface ReloaderDeps {
  readonly balancer: BalancerControl;
  /** Of all options. */
  readonly table: OptionTable;
  /** The values that the balancer was started with. */
  readonly values: Configuration;
  readonly read: ReaderOf;
  /** Undefined where there is none. `text` throws an LbsimError when it cannot be read. */
  readonly file?: { readonly path: string; readonly text: () => string } | undefined;
}

/** A configuration that has errors, so that nothing has changed. */
export interface Rejected {
  readonly result: 'rejected';
  readonly errors: readonly Problem[];
}

/** What came of a configuration, or would come of it. */
export type Outcome =
  | Rejected
  | { readonly result: 'reloaded' | 'unchanged'; readonly generation: number; readonly plan: ReloadPlan };

export interface ReloadOptions {
  /** Only tells what would come of it. @default false */
  readonly dryRun?: boolean;
  /** Called in the same turn, before anything changes: what it throws is thrown, and nothing changes. */
  readonly before?: () => void;
  /** Called with the plan before anything changes: what it throws is thrown, and nothing changes. */
  readonly planned?: (plan: ReloadPlan) => void;
}

type Text = () => string;

const OWN_FILE: TextSource = { origin: 'file', isSent: false };

/**
 * Applies a configuration to a balancer that runs: reads it whole, checks it, plans what it changes, and changes that in one
 * turn of the event loop. One that has an error changes nothing. One at a time.
 */
export class Reloader extends EventEmitter<ConfigEvents> {
  readonly #deps: ReloaderDeps;
  #applied: Configuration;
  #last: Promise<unknown> = Promise.resolve();

  constructor(deps: ReloaderDeps) {
    super();
    this.#deps = deps;
    this.#applied = deps.values;
  }

  /** The configuration in force, with what the operator has changed, as a file has it. */
  effective(): FileSettings {
    const { balancer, table } = this.#deps;
    return effectiveConfig(table, this.#applied, balancer.snapshot(), balancer.settings());
  }

  /** Where the file, the configuration that was applied, and the operator differ. */
  async diff(): Promise<{ readonly items: readonly ConfigDifference[] } | Rejected> {
    const { balancer, table } = this.#deps;
    const read = this.file === undefined ? undefined : await this.#read(() => this.text, OWN_FILE);
    if (read !== undefined && 'problems' in read) return rejection(read.problems);
    const file = read?.values ?? this.#applied;
    return { items: configDiff(table, this.#applied, file, balancer.snapshot()) };
  }

  /** The path of the config file, if there is one. */
  get file(): string | undefined {
    return this.#deps.file?.path;
  }

  /** The text of the config file. @throws LbsimError `ERR_CONFIG_FILE`, also where there is none */
  get text(): string {
    const { file } = this.#deps;
    if (file !== undefined) return file.text();
    const message = 'there is no config file: start with --config FILE';
    throw new LbsimError('ERR_CONFIG_FILE', message, { kind: 'usage' });
  }

  /** Reads the file again, and applies what it says. */
  async reload(options: ReloadOptions = {}): Promise<Outcome> {
    return this.#inTurn(() => this.text, OWN_FILE, options);
  }

  /** Applies a text instead of what the file says, until that is read again. */
  async replace(text: string, options: ReloadOptions = {}): Promise<Outcome> {
    return this.#inTurn(() => text, { origin: 'body', isSent: true }, options);
  }

  /** What would come of a text. */
  async check(text: string, origin: TextOrigin): Promise<Outcome> {
    return this.#inTurn(() => text, { origin, isSent: true }, { dryRun: true });
  }

  async #inTurn(text: Text, source: TextSource, options: ReloadOptions): Promise<Outcome> {
    const outcome = this.#last.then(async () => {
      const read = await this.#read(text, source);
      options.before?.();
      const applied = 'problems' in read ? rejection(read.problems) : this.#apply(read, options);
      if (options.dryRun !== true) this.#tell(applied, source.isSent ? null : (this.file ?? null));
      return applied;
    });
    this.#last = outcome.catch(() => undefined);
    return outcome;
  }

  async #read(text: Text, source: TextSource): Promise<ReadConfiguration> {
    try {
      return await this.#deps.read(text(), source);
    } catch (error) {
      if (error instanceof LbsimError) return { problems: [problemAt({ line: 1, column: 1 }, error)] };
      throw error;
    }
  }

  /** From the look at how the balancer stands to the last change nothing else happens. */
  #apply(
    { values, placeOf }: Extract<ReadConfiguration, { readonly values: Configuration }>,
    { dryRun = false, planned }: ReloadOptions,
  ): Outcome {
    const { balancer, table } = this.#deps;
    const running = balancer.snapshot();
    const { plan, change, applied } = planReload(table, this.#applied, values, running);
    planned?.(plan);
    const result = plan.changes.length === 0 ? 'unchanged' : 'reloaded';
    if (dryRun || result === 'unchanged') return { result, generation: running.generation, plan };
    try {
      balancer.reconfigure(change);
    } catch (error) {
      if (!(error instanceof LbsimError && error.kind === 'usage')) throw error;
      return rejection([problemAt(placeOf('backends'), error)]);
    }
    this.#applied = applied;
    return { result, generation: balancer.snapshot().generation, plan };
  }

  #tell(outcome: Outcome, file: string | null): void {
    if (outcome.result === 'rejected') this.emit('config_rejected', { file, errors: outcome.errors });
    else if (outcome.result === 'unchanged')
      this.emit('config_unchanged', { file, generation: outcome.generation });
    else this.emit('config_reloaded', { file, generation: outcome.generation, plan: outcome.plan });
  }
}

function rejection(errors: readonly Problem[]): Rejected {
  return { result: 'rejected', errors };
}

function problemAt(place: Place, { message }: Error): Problem {
  return { ...place, message };
}
