import { describe, expect, it } from '@jest/globals';
import { Balancer, type Candidate, type Pick, type RandomSource, type Scheduler } from '../../lib/index.js';
import { chooseAlgorithm } from '../../lib/schedulers/chosen-algorithm.js';
import { CustomAlgorithm } from '../../lib/schedulers/custom-algorithm.js';
import { newScheduler } from '../../lib/schedulers/index.js';
import { refusal } from '../helpers/refusal.js';
import { own } from './own.js';

const SOURCE = { path: '/a/mine.js', given: './mine.js', name: 'mine' };

/** As an author of TypeScript writes it. */
class Typed<C extends Candidate> implements Scheduler<C> {
  readonly name = 'typed';
  readonly #members = new Set<C>();
  constructor(readonly random: RandomSource) {}
  add(candidate: C): void {
    this.#members.add(candidate);
  }
  remove(candidate: C): void {
    this.#members.delete(candidate);
  }
  loadChanged(): void {
    // It is blind.
  }
  weightChanged(): void {
    // It is blind.
  }
  pick(tried: ReadonlySet<C>): Pick<C> | undefined {
    const candidate = [...this.#members].find((member) => !tried.has(member));
    return candidate && { candidate, why: this.name };
  }
}

class Empty extends Object {}

class Unbuildable extends Typed<Candidate> {
  constructor() {
    super(() => 0);
    throw new Error('no');
  }
}

/** Without a name of its own. */
class Untyped extends Typed<Candidate> {
  override readonly name = '' as never;
}

describe("an algorithm of one's own", () => {
  it('is a class, constructed anew for each scheduler with the random source and the options', () => {
    const algorithm = new CustomAlgorithm(Typed);
    const random = (): number => 0.25;
    const one = algorithm.create(random, {});
    expect(one).toBeInstanceOf(Typed);
    expect((one as unknown as Typed<Candidate>).random).toBe(random);
    expect(algorithm.create(random, {})).not.toBe(one);
  });

  it('is a function that returns a scheduler, which is given the same', () => {
    const given: unknown[] = [];
    const algorithm = new CustomAlgorithm((...args: unknown[]) => (given.push(args), own()));
    const random = (): number => 0;
    algorithm.create(random, { choices: 3 });
    expect(given.at(-1)).toEqual([random, { choices: 3 }]);
    expect(algorithm.isSingle).toBe(false);
  });

  it('is a function that is constructed, as classes were before there were any', () => {
    function Old(this: object): void {
      Object.assign(this, own());
    }
    Object.assign(Old.prototype as object, { pick: own().pick });
    expect(new CustomAlgorithm(Old).create(() => 0, {})).toBeInstanceOf(Old);
  });

  it('is a scheduler, of which there is one', async () => {
    const scheduler = own();
    const algorithm = new CustomAlgorithm(scheduler, SOURCE);
    expect(algorithm.isSingle).toBe(true);
    expect(algorithm.create(() => 0, {})).toBe(scheduler);
    expect(await refusal(() => new CustomAlgorithm(scheduler).create(() => 0, {}))).toMatchObject({
      code: 'ERR_ALGORITHM',
      kind: 'usage',
      message:
        'algorithm custom is one scheduler, which a balancer has already: use a class, or a function that returns a new one',
    });
  });

  it.each<[string, unknown, string | undefined, string]>([
    ['of its scheduler', () => own({ name: 'its-own' }), 'mine', 'its-own'],
    ['of its file', () => own(), 'mine', 'mine'],
    ['of its file, also if its class has another', Untyped, 'mine', 'mine'],
    ['of its class or function', { Named: () => own() }.Named, undefined, 'Named'],
    ['custom, if nothing else', own(), undefined, 'custom'],
  ])('has the name %s', (_name, implementation, file, name) => {
    expect(new CustomAlgorithm(implementation, file === undefined ? undefined : SOURCE).name).toBe(name);
  });

  it.each<[string, unknown, string]>([
    ['a number', 5, 'exports 5 as its default: export a class, or a function that returns a scheduler'],
    [
      'nothing',
      undefined,
      'exports nothing as its default: export a class, or a function that returns a scheduler',
    ],
    [
      'methods',
      own({ remove: undefined, pick: 5 }),
      'lacks remove, pick: add them, see docs/own-algorithm.md',
    ],
    ['a method', () => own({ pick: undefined }), 'lacks pick: add it, see docs/own-algorithm.md'],
    [
      'a class without any',
      Empty,
      'lacks add, remove, loadChanged, weightChanged, pick: add them, see docs/own-algorithm.md',
    ],
    ['what is told answers', () => own({ answered: 1 }), 'has answered 1: use a method, or leave it out'],
    ['a constructor that throws', Unbuildable, 'cannot be built (Error: no): fix its constructor'],
    [
      'an async function',
      () => Promise.reject(new Error('late')),
      'returns a promise: return the scheduler itself',
    ],
    ['a function that returns nothing', () => undefined, 'returns nothing: return a scheduler'],
    [
      'a name that breaks lines',
      () => own({ name: 'a\nb' }),
      "has the name 'a\\nb': use a short one such as my-own",
    ],
    [
      'a name of the router',
      () => own({ name: 'sticky' }),
      "has the name 'sticky': use a short one such as my-own",
    ],
  ])('is refused: %s', async (_name, implementation, wrong) => {
    expect(await refusal(() => new CustomAlgorithm(implementation, SOURCE))).toMatchObject({
      code: 'ERR_ALGORITHM',
      kind: 'usage',
      message: `algorithm './mine.js' ${wrong}`,
    });
  });

  it('is refused if its function returns the same scheduler again', async () => {
    const only = own();
    const algorithm = new CustomAlgorithm(() => only);
    expect((await refusal(() => algorithm.create(() => 0, {}))).message).toBe(
      'algorithm custom returns the same scheduler again: return a new one at each call',
    );
  });
});

describe('the choice of an algorithm', () => {
  it('is a name, an alias, a scheduler that was made by name, or a class', () => {
    expect(chooseAlgorithm('rr')).toEqual({ algorithm: 'round-robin' });
    expect(chooseAlgorithm(newScheduler('random', () => 0))).toMatchObject({ algorithm: 'random' });
    expect(chooseAlgorithm(Typed)).toMatchObject({ algorithm: 'typed' });
    const algorithm = new CustomAlgorithm(Typed);
    expect(chooseAlgorithm(algorithm).custom).toBe(algorithm);
  });

  it('is no path where there is no time to load it', async () => {
    const backends = [{ host: '127.0.0.1', port: 1 }];
    const error = await refusal(() => new Balancer({ backends, algorithm: './mine.js' as never }));
    expect(error).toMatchObject({ code: 'ERR_ALGORITHM', kind: 'usage' });
    expect(error.message).toBe(
      "algorithm './mine.js' is a file, which takes time to load: use await loadAlgorithm('./mine.js')",
    );
  });
});
