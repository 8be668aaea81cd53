import { computed, signal } from '@preact/signals';
import type { Answer, ApiClient } from '../api/client.js';
import type { Connection } from '../api/feed.js';
import type { Message } from '../api/sse.js';
import { applyDelta } from './apply-delta.js';
import { ClusterState } from './cluster.js';
import { ctlLine, type CtlWord } from './ctl-line.js';
import type {
  BackendState,
  BackendView,
  BalancerView,
  ConnectionSteps,
  Delta,
  ExplainedPick,
  HistoryView,
  Identity,
  LabEvent,
} from './model.js';
import { clock } from '../parts/format.js';
import type { PickDesk } from './pick-desk.js';
import { oneAtATime } from './one-at-a-time.js';
import { PlaygroundState } from './playground.js';
import { Rates } from './rates.js';

const BALANCER = '/v1/balancer';
const PATH_OF_BACKEND = /^\/v1\/backends\/[^/?]+(\?everywhere=true)?$/;
const MAX_EVENTS = 300;
const MAX_PICKS = 200;
/** Bands of the timeline reach back as far as the charts can. */
const KEPT_MS = 15 * 60_000;

/** When a backend came into a state. */
export interface StateChange {
  readonly at: number;
  readonly state: BackendState | 'gone';
}

/** An answer that takes longer than this is said to be missing yet. */
const SLOW_MS = 1000;

/** What was asked of the balancer: the line that does it on a terminal, and what came of it. */
export interface Said {
  readonly line: string;
  readonly problem?: string;
  /** It has not answered yet. */
  readonly isAwaited?: boolean;
}

/** Picks since the message before. */
interface PickMessage {
  readonly made: number;
  readonly items: readonly ExplainedPick[];
}

/** All that the page knows of its balancer. */
export class Lab implements PickDesk {
  readonly api: ApiClient;
  readonly playground: PlaygroundState;
  readonly cluster: ClusterState;
  readonly connection = signal<Connection>('connecting');
  readonly identity = signal<Identity | undefined>(undefined);
  readonly view = signal<BalancerView | undefined>(undefined);
  readonly events = signal<readonly LabEvent[]>([]);
  readonly picks = signal<readonly ExplainedPick[]>([]);
  readonly chosenPick = signal<ExplainedPick | undefined>(undefined);
  readonly history = signal<HistoryView | undefined>(undefined);
  readonly states = new Map<string, StateChange[]>();
  /** Of the last control. */
  readonly said = signal<Said | undefined>(undefined);
  readonly mayChange = computed(() => this.identity.value?.role === 'operate');
  readonly shownPick = computed(() => this.chosenPick.value ?? this.picks.value.at(-1));
  readonly rates = new Rates();
  readonly #followers = new Set<(steps: ConnectionSteps) => void>();

  constructor(api: ApiClient) {
    this.api = api;
    this.playground = new PlaygroundState(api);
    this.cluster = new ClusterState(api);
  }

  indexOf(name: string): number {
    return this.view.value?.backends.findIndex((backend) => backend.name === name) ?? -1;
  }

  timeOf({ at }: ExplainedPick): string {
    return clock(at);
  }

  /** @returns ends it */
  follow(follower: (steps: ConnectionSteps) => void): () => void {
    this.#followers.add(follower);
    return () => void this.#followers.delete(follower);
  }

  /** A message of the stream. */
  told({ event, data }: Message): void {
    const said = JSON.parse(data) as unknown;
    if (event === 'restarted') this.#restarted();
    if (event === 'snapshot') this.#stands(said as BalancerView);
    if (event === 'delta' && this.view.value !== undefined)
      this.#stands(applyDelta(this.view.value, said as Delta));
    if (event === 'event') this.#happened(said as LabEvent);
    if (event === 'picks')
      this.picks.value = [...this.picks.value, ...(said as PickMessage).items].slice(-MAX_PICKS);
    if (event === 'connections') for (const follower of this.#followers) follower(said as ConnectionSteps);
  }

  /** Which balancer it is, and what the one who looks may do. */
  readonly identify = oneAtATime(async () => {
    const answer = await this.api.ask<Identity>('GET', '/v1');
    if (answer.ok) this.identity.value = answer.body;
  });

  /** The last minutes. */
  async readHistory(window: string, step: string): Promise<void> {
    const answer = await this.api.ask<HistoryView>('GET', `/v1/history?window=${window}&step=${step}`);
    if (answer.ok) this.history.value = answer.body;
  }

  /** @param words - of `lbsim ctl` that do the same on a terminal @returns whether it was done */
  async change(
    method: string,
    path: string,
    body: object | undefined,
    words: readonly CtlWord[],
  ): Promise<boolean> {
    return (await this.tell(method, path, body, words)).ok;
  }

  /** As `change` @returns what was answered */
  async tell<T>(
    method: string,
    path: string,
    body: object | undefined,
    words: readonly CtlWord[],
  ): Promise<Answer<T>> {
    const line = ctlLine(...words);
    const slow = setTimeout(() => (this.said.value = { line, isAwaited: true }), SLOW_MS);
    const answer = await this.api.ask<T>(method, path, body);
    clearTimeout(slow);
    if (answer.ok && method === 'PATCH') this.#learn(path, answer.body);
    this.said.value = answer.ok ? { line } : { line, problem: answer.problem };
    return answer;
  }

  /** What a control was given is nothing to ask for. */
  refuse(words: readonly CtlWord[], problem: string): void {
    this.said.value = { line: ctlLine(...words), problem };
  }

  /** What was changed is shown at once: the next press of a control goes on from there. */
  #learn(path: string, body: unknown): void {
    const view = this.view.value;
    if (view === undefined) return;
    if (path === BALANCER) {
      const { algorithm, operator } = body as BalancerView;
      this.view.value = { ...view, algorithm, operator };
    } else if (PATH_OF_BACKEND.test(path)) {
      this.view.value = applyDelta(view, { backends: [body as BackendView] });
    }
  }

  /** What was known is of another process. */
  #restarted(): void {
    this.events.value = [];
    this.picks.value = [];
    this.chosenPick.value = undefined;
  }

  #stands(view: BalancerView): void {
    this.view.value = view;
    const now = Date.now();
    this.rates.add(view, now);
    const names = new Set(view.backends.map(({ name }) => name));
    for (const { name, effective } of view.backends) this.#became(name, effective.state, now);
    for (const name of this.states.keys()) if (!names.has(name)) this.#became(name, 'gone', now);
  }

  #became(name: string, state: StateChange['state'], at: number): void {
    const changes = this.states.get(name) ?? [];
    if (changes.at(-1)?.state === state) return;
    changes.push({ at, state });
    const old = changes.findLastIndex((change) => change.at < at - KEPT_MS);
    this.states.set(name, changes.slice(Math.max(0, old)));
  }

  #happened(event: LabEvent): void {
    if (event.level === 'debug') return;
    this.events.value = [...this.events.value, event].slice(-MAX_EVENTS);
  }
}
