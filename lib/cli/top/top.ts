import { ALGORITHMS } from '../../schedulers/index.js';
import { errorText } from '../../error-text.js';
import { counted } from '../../logging/format.js';
import { printable } from '../../printable.js';
import { span, type StyledLine } from '../text/line.js';
import { DEFAULT } from '../ctl/algorithm.js';
import { lineCompletions, lineWords } from './command-line.js';
import type { TopData } from './data.js';
import { detailsPage } from './details.js';
import { OFFERED_FAULTS } from './faults.js';
import { BINDINGS, type KeyActions } from './key-table.js';
import type { KeyName } from './keyboard.js';
import { HoldToggle } from './hold-toggle.js';
import { Menu } from './menu.js';
import { Page } from './page.js';
import { helpLines } from './pages.js';
import { Prompt } from './prompt.js';
import { Question } from './question.js';
import { TopState } from './state.js';
import { VIEW_NAMES, type ViewName } from './views.js';

/** What the screen can ask for. */
export interface TopDeps {
  /** What is known now. */
  readonly data: () => TopData;
  /** In ms since 1970. */
  readonly now: () => number;
  /** Does what the words of `lbsim ctl` say. @returns what they print @throws LbsimError */
  readonly run: (words: readonly string[]) => Promise<readonly StyledLine[]>;
  /** Another view is shown, and wants its rows. */
  readonly viewChanged: (view: ViewName) => void;
  /** Something is to be drawn. */
  readonly changed: () => void;
  readonly suspend: () => void;
  readonly quit: () => void;
}

/** The screen of `lbsim top`: each key changes what it shows, or does what a line of `lbsim ctl` says. */
export class Top implements KeyActions {
  readonly state: TopState;
  readonly #deps: TopDeps;
  readonly #history: string[] = [];
  #running: Promise<unknown> = Promise.resolve();
  /** Of the present, also while the picture is paused. */
  readonly #hold = new HoldToggle(() => (this.#deps.data().balancer?.held ?? null) !== null);

  constructor(deps: TopDeps) {
    this.#deps = deps;
    this.state = new TopState(deps.data);
  }

  press(key: KeyName): void {
    const { state } = this;
    if (key === 'ctrl-c') this.quit();
    else if (key === 'ctrl-z') this.suspend();
    else if (state.overlay !== undefined) state.overlay = state.overlay.press(key);
    else BINDINGS.find(({ keys }) => keys.includes(key))?.act(this, key);
    this.#deps.changed();
  }

  show(nth: number): void {
    this.state.viewName = VIEW_NAMES[nth - 1] ?? this.state.viewName;
    this.#deps.viewChanged(this.state.viewName);
  }

  nextView(): void {
    this.show(((VIEW_NAMES.indexOf(this.state.viewName) + 1) % VIEW_NAMES.length) + 1);
  }

  move(by: number): void {
    this.state.view.move(by, this.state.data, this.#deps.now());
  }

  movePage(by: number): void {
    this.move(by * this.state.pageRows);
  }

  askFilter(inverse: boolean): void {
    const { view } = this.state;
    const before = view.filter;
    const changed = (text: string): void => void (view.filter = text === '' ? undefined : { text, inverse });
    this.state.overlay = new Prompt({
      label: inverse ? 'rows without: ' : 'rows with: ',
      changed,
      submitted: (text) => {
        changed(text);
        return undefined;
      },
      cancelled: () => void (view.filter = before),
    });
  }

  escape(): void {
    this.state.view.filter = undefined;
    this.state.message = [];
  }

  askSort(): void {
    const { view, data } = this.state;
    const now = this.#deps.now();
    this.state.overlay = new Question(`sort by: ${view.sortHint(data, now)}`, (key) => {
      if (!view.sortBy(key, data, now) && key !== 'escape') this.#refuse(`no column has the letter ${key}`);
    });
  }

  open(): void {
    this.state.overlay = detailsPage(this.state, this.#deps.now);
  }

  setAdmin(state: 'drain' | 'maint' | 'ready'): void {
    this.#withBackend((name) => this.#run([state, name]));
  }

  setWeight(change: string): void {
    this.#withBackend((name) => this.#run(['weight', name, change]));
  }

  chooseFault(): void {
    this.#withBackend((name) => {
      const choices = OFFERED_FAULTS.map((fault) => ({
        text: fault,
        choose: () => this.#run(['fault', name, ...fault.split(' ')]),
      }));
      this.state.overlay = new Menu(`fault of ${printable(name)}`, [
        ...choices,
        { text: 'heal: end all faults', choose: () => this.#run(['heal', name]) },
        { text: 'another one …', choose: () => this.#commandPrompt(`fault ${name} `) },
      ]);
    });
  }

  heal(): void {
    this.#withBackend((name) => this.#run(['heal', name]));
  }

  kill(): void {
    const { viewName, data } = this.state;
    const key = this.#selected();
    if (key === undefined) return;
    if (viewName === 'connections') this.#ask(`close connection ${key}`, ['kill', key]);
    else if (viewName === 'sessions') this.#ask(`forget where ${key} sticks to`, ['forget', key]);
    else
      this.#withBackend((name) => {
        const open = data.balancer?.backends.find((backend) => backend.name === name)?.load.open ?? 0;
        this.#ask(`close ${counted(open, 'connection')} of ${name}`, ['kill', '--backend', name]);
      });
  }

  chooseAlgorithm(): void {
    const present = this.state.data.balancer?.algorithm;
    const names: readonly string[] = [...ALGORITHMS, DEFAULT];
    this.state.overlay = new Menu(
      'algorithm from now on',
      names.map((name) => ({ text: name, choose: () => this.#run(['algorithm', name]) })),
      names.indexOf(present ?? ''),
    );
  }

  pause(): void {
    this.state.isPaused = !this.state.isPaused;
  }

  hold(): void {
    this.#run([this.#hold.toggle()]);
  }

  stepOrPause(): void {
    if (this.#hold.isOn && !this.state.isPaused) this.#run(['step']);
    else this.pause();
  }

  askCommand(): void {
    this.state.overlay = this.#commandPrompt('');
  }

  help(): void {
    this.state.overlay = new Page('keys', helpLines);
  }

  suspend(): void {
    this.#deps.suspend();
  }

  quit(): void {
    this.#deps.quit();
  }

  #selected(): string | undefined {
    return this.state.view.selected(this.state.data, this.#deps.now());
  }

  /** Actions on backends are for the view of backends alone, where it is seen which one is selected. */
  #withBackend(act: (name: string) => void): void {
    const name = this.state.viewName === 'backends' ? this.#selected() : undefined;
    if (name !== undefined) act(name);
    else this.#refuse('no backend is selected: press 1, and select one');
  }

  #ask(what: string, words: readonly string[]): void {
    this.state.overlay = new Question(printable(`${what}? y or n`), (key) => {
      if (key === 'y') this.#run(words);
      else this.state.message = [span('nothing was done', 'faint')];
    });
  }

  #commandPrompt(text: string): Prompt {
    return new Prompt({
      ...{ label: ':', text, history: this.#history },
      completions: (line) => lineCompletions(line, this.state.data),
      submitted: (line) => {
        if (line.trim() !== '') {
          this.#history.push(line);
          this.#run(lineWords(line));
        }
        return undefined;
      },
    });
  }

  /** Says what was done, as soon as it is. */
  #run(words: readonly string[]): undefined {
    const { state } = this;
    const line = printable(words.join(' '));
    state.message = [span(`${line} …`, 'faint')];
    // One after the other, as they were typed: one may build on what the one before has changed.
    this.#running = this.#running
      .then(() => this.#deps.run(words))
      .then(
        (lines) => {
          const [only = []] = lines;
          if (lines.length > 1) state.overlay = new Page(line, () => lines);
          state.message = lines.length > 1 ? [] : [span(`${line}: `, 'faint'), ...only];
        },
        (error: unknown) => {
          this.#hold.forget();
          this.#refuse(printable(`${line}: ${errorText(error)}`));
        },
      )
      .finally(this.#deps.changed);
  }

  #refuse(text: string): void {
    this.state.message = [span(text, 'bad')];
  }
}
