import { plainText, span, type StyledLine } from '../text/line.js';
import { listOf, type SortableColumn } from '../text/list.js';
import { fitLine } from '../text/width.js';
import type { TopData } from './data.js';

const MARK = '▸ ';
const NO_MARK = '  ';

/** What one of the numbered views shows. */
export interface ViewDefinition<Row> {
  /** As in the line of keys. */
  readonly name: string;
  readonly columns: (data: TopData, now: number) => readonly SortableColumn<Row>[];
  readonly rows: (data: TopData) => readonly Row[];
  /** Tells rows apart, also when they have moved. */
  readonly key: (row: Row) => string;
  /** What is said where there are no rows. */
  readonly empty: string;
  /** The row that is selected until another one is: the last of what grows. @default 'first' */
  readonly start?: 'first' | 'last';
}

/** A view whatever its rows are. */
export interface View {
  readonly name: string;
  filter: Filter | undefined;
  /** The rows as lines: a head, and as many as there is room for. */
  lines(data: TopData, now: number, room: number, height: number): StyledLine[];
  /** The key of the selected row. */
  selected(data: TopData, now: number): string | undefined;
  /** Selects another row. @param by - rows; Infinity for the last */
  move(by: number, data: TopData, now: number): void;
  /** Sorts by the column of that letter, or the other way round. @returns whether there is one */
  sortBy(letter: string, data: TopData, now: number): boolean;
  /** `n name  s state` */
  sortHint(data: TopData, now: number): string;
  /** `sorted by P99, filter /B: 2 of 40`; empty for all in their own order. */
  note(data: TopData, now: number): string;
}

/** Which rows are shown: those that have that text, or with `inverse` the others. */
export interface Filter {
  readonly text: string;
  readonly inverse: boolean;
}

/** Rows that can be selected, sorted and filtered. */
export class ListView<Row> implements View {
  readonly #definition: ViewDefinition<Row>;
  filter: Filter | undefined;
  #sort: { readonly letter: string; readonly descending: boolean } | undefined;
  /** Undefined for the row at the start. */
  #selected: string | undefined;
  #index = 0;
  #top = 0;

  constructor(definition: ViewDefinition<Row>) {
    this.#definition = definition;
  }

  get name(): string {
    return this.#definition.name;
  }

  lines(data: TopData, now: number, room: number, height: number): StyledLine[] {
    const rows = this.#rows(data, now);
    const index = this.#indexIn(rows);
    const shown = Math.max(0, height - 1);
    const last = Math.max(0, rows.length - shown);
    this.#top = Math.max(0, Math.min(Math.max(this.#top, index - shown + 1), index, last));
    const part = rows.slice(this.#top, this.#top + shown);
    const list = listOf(this.#definition.columns(data, now), part, room - MARK.length);
    if (rows.length === 0) {
      const text = this.filter === undefined ? this.#definition.empty : 'nothing matches the filter';
      return [[span(NO_MARK), ...list.head], [span(`${NO_MARK}${text}`, 'faint')]];
    }
    return [
      [span(NO_MARK), ...list.head],
      ...list.rows.map((line, at) =>
        this.#top + at === index
          ? fitLine([span(MARK + plainText(line), 'selected')], room, 'selected')
          : [span(NO_MARK), ...line],
      ),
    ];
  }

  selected(data: TopData, now: number): string | undefined {
    const rows = this.#rows(data, now);
    const row = rows[this.#indexIn(rows)];
    return row === undefined ? undefined : this.#definition.key(row);
  }

  move(by: number, data: TopData, now: number): void {
    const rows = this.#rows(data, now);
    const index = Math.max(0, Math.min(rows.length - 1, this.#indexIn(rows) + by));
    const row = rows[index];
    const start = this.#definition.start === 'last' ? rows.length - 1 : -1;
    this.#selected = row === undefined || index === start ? undefined : this.#definition.key(row);
    this.#index = index;
  }

  sortBy(letter: string, data: TopData, now: number): boolean {
    const column = this.#definition.columns(data, now).find((each) => each.letter === letter);
    if (column === undefined) return false;
    const [first] = this.#definition.rows(data);
    const isText = first === undefined || typeof column.value(first) === 'string';
    const isAgain = this.#sort?.letter === letter;
    this.#sort = { letter, descending: isAgain ? !this.#sort?.descending : !isText };
    return true;
  }

  sortHint(data: TopData, now: number): string {
    return this.#definition
      .columns(data, now)
      .map(({ letter, head }) => `${letter} ${head.toLowerCase()}`)
      .join('  ');
  }

  note(data: TopData, now: number): string {
    const { columns, rows } = this.#definition;
    const sort = this.#sort;
    const column = columns(data, now).find(({ letter }) => letter === sort?.letter);
    const { filter } = this;
    return [
      ...(column === undefined ? [] : [`sorted by ${column.head} ${sort?.descending ? '▼' : '▲'}`]),
      ...(filter === undefined
        ? []
        : [
            `filter /${filter.inverse ? '!' : ''}${filter.text}: ${this.#rows(data, now).length} of ${rows(data).length}`,
          ]),
    ].join(', ');
  }

  #rows(data: TopData, now: number): readonly Row[] {
    const columns = this.#definition.columns(data, now);
    const { filter } = this;
    const all = this.#definition.rows(data);
    const kept = filter === undefined ? all : all.filter((row) => matches(filter, columns, row));
    const column = columns.find(({ letter }) => letter === this.#sort?.letter);
    if (column === undefined) return kept;
    const sign = this.#sort?.descending ? -1 : 1;
    return kept.toSorted((a, b) => sign * compared(column.value(a), column.value(b)));
  }

  /** Of the selected row; one that is gone leaves its place to the next. */
  #indexIn(rows: readonly Row[]): number {
    const last = Math.max(0, rows.length - 1);
    const { start, key } = this.#definition;
    if (this.#selected === undefined) return (this.#index = start === 'last' ? last : 0);
    const found = rows.findIndex((row) => key(row) === this.#selected);
    this.#index = found >= 0 ? found : Math.min(this.#index, last);
    return this.#index;
  }
}

function matches<Row>({ text, inverse }: Filter, columns: readonly SortableColumn<Row>[], row: Row): boolean {
  const wanted = text.toLowerCase();
  const found = columns.some(({ cell }) => {
    const content = cell(row);
    const shown = typeof content === 'object' ? content.text : String(content);
    return shown.toLowerCase().includes(wanted);
  });
  return found !== inverse;
}

function compared(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b), 'en', { numeric: true });
}
