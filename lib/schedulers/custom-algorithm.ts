import { LbsimError } from '../errors.js';
import { shown } from '../option-shape.js';
import { isRuleName } from './rule-name.js';
import { DEFAULT_VNODES, type SchedulerOptions } from './options.js';
import type { Candidate, Pick as MadePick, RandomSource, Scheduler } from './scheduler.js';
import { isPromise, thrownText } from './thrown-text.js';

/** A scheduler of one's own. */
export interface CustomScheduler extends Omit<Scheduler, 'name' | 'explain'> {
  /** @default that of the algorithm */
  readonly name?: string;
  /**
   * Why it picks what it picks, in a sentence of up to 300 characters, or as `says` of an object: the next pick, or the one
   * that was made. It is called only while somebody wants explanations, and must change nothing and draw no random number.
   *
   * @param made - the pick to explain; absent for the next one
   * @returns undefined to have it said which candidate was chosen, and no more
   */
  explain?(
    tried: ReadonlySet<Candidate>,
    key?: string,
    made?: MadePick,
  ): string | { readonly says: string } | undefined;
}

/** Returns a new scheduler without members at each call. */
export type SchedulerFactory = (random: RandomSource, options: SchedulerOptions) => CustomScheduler;

/** A class of such schedulers. */
export type SchedulerClass = new (random: RandomSource, options: SchedulerOptions) => CustomScheduler;

/** The module that an algorithm was loaded from. */
export interface AlgorithmSource {
  /** Absolute. */
  readonly path: string;
  /** As the user gave it: what messages show. */
  readonly given: string;
  /** The file's name without folder and extension. */
  readonly name: string;
}

const METHODS = ['add', 'remove', 'loadChanged', 'weightChanged', 'pick'] as const;

/** What a scheduler is built with to see that it can be, and what it is called. */
const TRIAL_OPTIONS: Required<SchedulerOptions> = {
  choices: 2,
  sample: 'distinct',
  decay: 10_000,
  vnodes: DEFAULT_VNODES,
};

/** Every scheduler that has been handed out: each has the members of one balancer. */
const TAKEN = new WeakSet();

/** An algorithm of one's own: it has a name, and makes schedulers. */
export class CustomAlgorithm {
  /** What events, reports and recordings call it: the scheduler's own `name`, else that of its file, function or class. */
  readonly name: string;
  /** None for one that was handed to the library as a value. */
  readonly source: AlgorithmSource | undefined;
  /** The scheduler itself, where that was given: there is one, and no second. */
  readonly #ready: object | undefined;
  readonly #make: SchedulerFactory | undefined;

  /**
   * Builds a scheduler on trial, if it can build several.
   *
   * @param implementation - a class, a function that returns a scheduler, or a scheduler
   * @throws LbsimError `ERR_ALGORITHM` of kind `usage` when it is none of these, lacks methods, or cannot be built
   */
  constructor(implementation: unknown, source?: AlgorithmSource) {
    this.source = source;
    const [own, outer] = namesOf(implementation);
    this.name = source?.name ?? outer;
    if (typeof implementation === 'function') {
      const make = implementation as SchedulerClass & SchedulerFactory;
      this.#make = isClass(make) ? (...given) => new make(...given) : make;
    } else if (typeof implementation === 'object' && implementation !== null) {
      this.#ready = implementation;
    } else {
      const what = implementation === undefined ? 'nothing' : shown(implementation);
      throw this.#error(
        source === undefined ? `is ${what}` : `exports ${what} as its default`,
        `${source === undefined ? 'use' : 'export'} a class, or a function that returns a scheduler`,
      );
    }
    const scheduler = this.#ready ?? this.#build(() => 0.5, TRIAL_OPTIONS);
    this.#check(scheduler);
    const name = own ?? namesOf(scheduler)[0];
    if (name === undefined) return;
    if (!isRuleName(name)) throw this.#error(`has the name ${shown(name)}`, 'use a short one such as my-own');
    this.name = name;
  }

  /** Whether it is one scheduler, so that it does for one balancer and one run. */
  get isSingle(): boolean {
    return this.#ready !== undefined;
  }

  /** How messages name it: its file as the user gave it, else its name. */
  get label(): string {
    return this.source === undefined ? this.name : `'${this.source.given}'`;
  }

  /**
   * A new scheduler without members.
   *
   * @throws LbsimError `ERR_ALGORITHM` of kind `usage` when it cannot be built, or there is one only and it is taken
   */
  create(random: RandomSource, options: SchedulerOptions): CustomScheduler {
    if (this.#ready === undefined) return this.#build(random, options);
    if (TAKEN.has(this.#ready))
      throw this.#error(
        'is one scheduler, which a balancer has already',
        'use a class, or a function that returns a new one',
      );
    TAKEN.add(this.#ready);
    return this.#ready as CustomScheduler;
  }

  #build(random: RandomSource, options: SchedulerOptions): CustomScheduler {
    let scheduler: unknown;
    try {
      scheduler = this.#make?.(random, options);
    } catch (error) {
      throw this.#error(
        `cannot be built (${thrownText(error, this.source?.path)})`,
        'fix its constructor',
        error,
      );
    }
    if (isPromise(scheduler)) throw this.#error('returns a promise', 'return the scheduler itself');
    if (typeof scheduler !== 'object' || scheduler === null)
      throw this.#error(
        `returns ${scheduler === undefined ? 'nothing' : shown(scheduler)}`,
        'return a scheduler',
      );
    if (TAKEN.has(scheduler))
      throw this.#error('returns the same scheduler again', 'return a new one at each call');
    this.#check(scheduler);
    TAKEN.add(scheduler);
    return scheduler as CustomScheduler;
  }

  #check(scheduler: object): void {
    const methods = scheduler as Readonly<Record<string, unknown>>;
    const missing = METHODS.filter((method) => typeof methods[method] !== 'function');
    if (missing.length > 0)
      throw this.#error(
        `lacks ${missing.join(', ')}`,
        `add ${missing.length === 1 ? 'it' : 'them'}, see docs/own-algorithm.md`,
      );
    for (const name of ['answered', 'explain'])
      if (methods[name] !== undefined && typeof methods[name] !== 'function')
        throw this.#error(`has ${name} ${shown(methods[name])}`, 'use a method, or leave it out');
  }

  #error(wrong: string, remedy: string, cause?: unknown): LbsimError {
    return new LbsimError('ERR_ALGORITHM', `algorithm ${this.label} ${wrong}: ${remedy}`, {
      kind: 'usage',
      cause,
    });
  }
}

/** A class cannot be called, and a function that is none need not be one to be constructed. */
function isClass(make: SchedulerClass & SchedulerFactory): boolean {
  const { prototype } = make as { readonly prototype?: unknown };
  const picks = typeof prototype === 'object' && prototype !== null && 'pick' in prototype;
  return picks || /^class\b/.test(Function.prototype.toString.call(make));
}

/** The name that a scheduler has of its own, if it has one; and one that a class or function makes do with. */
function namesOf(value: unknown): readonly [own: string | undefined, other: string] {
  const { name } = Object(value) as { readonly name?: unknown };
  const given = typeof name === 'string' && name !== '' && name !== 'default' ? name : undefined;
  return typeof value === 'function' ? [undefined, given ?? 'custom'] : [given, 'custom'];
}
