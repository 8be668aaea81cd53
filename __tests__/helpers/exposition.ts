/** The samples of an exposition, each by its name and labels as they stand there: `a{b="c"}`. */
export class Exposition {
  readonly text: string;
  readonly #samples: ReadonlyMap<string, number>;

  constructor(text: string) {
    this.text = text;
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    this.#samples = new Map(
      lines.map((line) => {
        const [, series = '', number = ''] = /^(.*) (\S+)$/.exec(line) ?? [];
        return [series, Number(number.replace('Inf', 'Infinity'))] as const;
      }),
    );
  }

  /** Undefined where there is none. */
  of(series: string): number | undefined {
    return this.#samples.get(series);
  }

  /** The sum of all series of a name, or of those whose labels include this text. */
  sum(name: string, labels = ''): number {
    const isWanted = (series: string): boolean =>
      (series === name || series.startsWith(`${name}{`)) && series.includes(labels);
    return [...this.#samples].reduce((sum, [series, value]) => sum + (isWanted(series) ? value : 0), 0);
  }

  /** Names of families by their type, from the lines that tell it. */
  get types(): ReadonlyMap<string, string> {
    return new Map(
      [...this.text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]),
    );
  }

  /** Names of a family's labels, without those that a histogram has of its own. */
  labelsOf(family: string): Set<string> {
    const series = [...this.#samples.keys()].filter((key) =>
      new RegExp(`^${family}(_bucket|_sum|_count)?(\\{|$)`).test(key),
    );
    const names = series.flatMap((key) => [...key.matchAll(/[{,](\w+)="/g)].map(([, name = '']) => name));
    return new Set(names.filter((name) => name !== 'le'));
  }
}
