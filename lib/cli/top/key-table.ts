import type { KeyName } from './keyboard.js';

/** What keys do. */
export interface KeyActions {
  show(nth: number): void;
  nextView(): void;
  move(by: number): void;
  movePage(by: number): void;
  askFilter(inverse: boolean): void;
  escape(): void;
  askSort(): void;
  open(): void;
  setAdmin(state: 'drain' | 'maint' | 'ready'): void;
  /** @param change - `+1`, `-10`, `default` */
  setWeight(change: string): void;
  chooseFault(): void;
  heal(): void;
  kill(): void;
  chooseAlgorithm(): void;
  pause(): void;
  /** Has new clients wait, or ends that. */
  hold(): void;
  /** Lets the next one go while new clients are held; else pauses the picture. */
  stepOrPause(): void;
  askCommand(): void;
  help(): void;
  suspend(): void;
  quit(): void;
}

/** One line of the help, and the keys that it is about. */
export interface Binding {
  readonly keys: readonly KeyName[];
  /** As the help writes them. */
  readonly shown: string;
  readonly help: string;
  /** In the line of keys, and when it is left out there: the highest rank first. */
  readonly hint?: readonly [text: string, rank?: number];
  readonly act: (actions: KeyActions, key: KeyName) => void;
}

const VIEW_KEYS = ['1', '2', '3', '4', '5'];
const MOVES: Readonly<Record<KeyName, number>> = {
  ...{ up: -1, down: 1, home: -Infinity, g: -Infinity, end: Infinity, G: Infinity },
};
const WEIGHTS: Readonly<Record<KeyName, string>> = {
  ...{ '+': '+1', f7: '+1', '-': '-1', f6: '-1', '*': '+10', f8: '+10', _: '-10', f5: '-10' },
  ...{ '=': 'default', f4: 'default' },
};

/** All keys, in the order of the help. */
export const BINDINGS: readonly Binding[] = [
  {
    ...{ keys: VIEW_KEYS, shown: '1 to 5', help: 'backends, connections, sessions, events, why' },
    act: (actions, key) => actions.show(Number(key)),
  },
  { keys: ['tab'], shown: 'Tab', help: 'the next view', act: (actions) => actions.nextView() },
  {
    ...{ keys: Object.keys(MOVES), shown: '↑ ↓ Home End g G', help: 'select a row' },
    act: (actions, key) => actions.move(MOVES[key] ?? 0),
  },
  {
    ...{ keys: ['pageup', 'pagedown'], shown: 'PgUp PgDn', help: 'select a row a page away' },
    act: (actions, key) => actions.movePage(key === 'pageup' ? -1 : 1),
  },
  {
    ...{ keys: ['enter'], shown: 'Enter', help: 'everything about the selected row' },
    act: (actions) => actions.open(),
  },
  {
    ...{ keys: ['/'], shown: '/', help: 'filter: only rows with a text', hint: ['/ filter', 2] },
    act: (actions) => actions.askFilter(false),
  },
  {
    ...{ keys: ['!'], shown: '!', help: 'filter: only rows without a text' },
    act: (actions) => actions.askFilter(true),
  },
  { keys: ['escape'], shown: 'Esc', help: 'close, or end the filter', act: (actions) => actions.escape() },
  {
    ...{ keys: ['s'], shown: 's', help: 'sort by a column; again: the other way round', hint: ['s sort', 3] },
    act: (actions) => actions.askSort(),
  },
  {
    ...{ keys: ['d'], shown: 'd', help: 'drain the backend', hint: ['d drain', 4] },
    act: (actions) => actions.setAdmin('drain'),
  },
  {
    ...{ keys: ['m', 'f10'], shown: 'm F10', help: 'maintenance', hint: ['m maint', 4] },
    act: (actions) => actions.setAdmin('maint'),
  },
  {
    ...{ keys: ['r', 'f9'], shown: 'r F9', help: 'ready: ends drain and maintenance', hint: ['r ready', 4] },
    act: (actions) => actions.setAdmin('ready'),
  },
  {
    ...{ keys: Object.keys(WEIGHTS), shown: '+ - * _ =', hint: ['+ - weight', 5] },
    help: 'weight by 1 (F7 F6), by 10 (F8 F5), as configured (F4)',
    act: (actions, key) => actions.setWeight(WEIGHTS[key] ?? ''),
  },
  {
    ...{ keys: ['f'], shown: 'f', help: 'a fault of the backend, an lbsim server', hint: ['f fault', 6] },
    act: (actions) => actions.chooseFault(),
  },
  { keys: ['h'], shown: 'h', help: 'heal: end its faults', act: (actions) => actions.heal() },
  {
    ...{
      keys: ['K'],
      shown: 'K',
      help: 'close the connections, or forget the client; asks first',
      hint: ['K kill', 6],
    },
    act: (actions) => actions.kill(),
  },
  {
    ...{ keys: ['a'], shown: 'a', help: 'another algorithm', hint: ['a algorithm', 7] },
    act: (actions) => actions.chooseAlgorithm(),
  },
  {
    keys: ['w'],
    shown: 'w',
    help: 'why the last clients went where they went',
    act: (actions) => actions.show(5),
  },
  {
    ...{ keys: ['p'], shown: 'p', help: 'pause the picture, not the balancer' },
    act: (actions) => actions.pause(),
  },
  {
    ...{ keys: ['H'], shown: 'H', help: 'hold new clients; again: release them', hint: ['H hold', 7] },
    act: (actions) => actions.hold(),
  },
  {
    ...{ keys: [' '], shown: 'Space', help: 'step: let the next held client go; without a hold as p' },
    act: (actions) => actions.stepOrPause(),
  },
  {
    ...{ keys: [':'], shown: ':', help: 'a line of lbsim ctl; Tab completes', hint: [': ctl', 7] },
    act: (actions) => actions.askCommand(),
  },
  { keys: ['?'], shown: '?', help: 'this help', hint: ['? help'], act: (actions) => actions.help() },
  { keys: ['ctrl-z'], shown: 'Ctrl-Z', help: 'suspend', act: (actions) => actions.suspend() },
  {
    ...{ keys: ['q', 'ctrl-c'], shown: 'q Ctrl-C', help: 'quit', hint: ['q quit'] },
    act: (actions) => actions.quit(),
  },
];
