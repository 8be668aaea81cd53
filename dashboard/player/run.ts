import { computed, signal } from '@preact/signals';
import type { Playback, PlayedRequest } from '../../lib/simulator/playback/playback.js';
import { Dots, TRAVEL_MS } from '../scene/dots.js';
import type { ExplainedPick } from '../state/model.js';
import type { PickDesk } from '../state/pick-desk.js';
import { courseOf, placeAt, type CourseStep } from './course.js';
import { Lanes } from './lanes.js';
import { outagesOf, type Outage } from './outages.js';
import { dotOf, explainedPick } from './recording.js';
import { usualSpeed } from './speeds.js';
import { unitsOf, type Units } from './units.js';

/** Picks that are kept to be looked at. */
const KEPT = 50;
/** Between two changes of what is read, in milliseconds. */
const READ_MS = 400;

/** A playback that plays: what of it has happened at a time, and its dots. */
export class Run implements PickDesk {
  readonly playback: Playback;
  readonly units: Units;
  readonly outages: readonly Outage[];
  readonly lanes: Lanes;
  readonly dots = new Dots();
  /** In ticks; for the eyes, so that it does not change with every frame. */
  readonly time = signal(0);
  readonly isPlaying = signal(false);
  readonly speed = signal(1);
  readonly picks = signal<readonly ExplainedPick[]>([]);
  readonly chosenPick = signal<ExplainedPick | undefined>(undefined);
  readonly shownPick = computed(() => this.chosenPick.value ?? this.picks.value.at(-1));
  /** The time of the scene, in milliseconds, which stands still while it does not play. */
  clock = 0;
  readonly #course: readonly CourseStep[];
  #now = 0;
  #next = 0;
  #readAt = 0;
  /** The places of the last picks. */
  #recent: number[] = [];

  constructor(playback: Playback) {
    this.playback = playback;
    this.units = unitsOf(playback);
    this.outages = outagesOf(playback);
    this.lanes = new Lanes(playback);
    this.#course = courseOf(playback);
    this.speed.value = usualSpeed(playback);
    this.isPlaying.subscribe(() => this.#read());
  }

  /** In ticks, to the moment. */
  get now(): number {
    return this.#now;
  }

  indexOf(name: string): number {
    return this.lanes.indexOf(name);
  }

  timeOf({ at }: ExplainedPick): string {
    return `at ${this.units.time(Number(at))}`;
  }

  /** Milliseconds go by. */
  advance(ms: number): void {
    if (!this.isPlaying.value) return;
    this.clock += ms;
    this.#playTo(this.#now + ms * this.speed.value * this.units.ticksPerMs);
    if (this.#now >= this.playback.end) this.isPlaying.value = false;
    if (this.clock >= this.#readAt) this.#read();
  }

  /** Plays, from the beginning if it was over. */
  toggle(): void {
    if (!this.isPlaying.value && this.#now >= this.playback.end) this.seek(0);
    this.chosenPick.value = undefined;
    this.isPlaying.value = !this.isPlaying.value;
  }

  /** Stands still at the next pick. */
  step(): void {
    this.isPlaying.value = false;
    this.chosenPick.value = undefined;
    const next = this.#course.findIndex(({ step }, place) => place >= this.#next && step === 'pick');
    const pick = this.#course[next];
    if (pick === undefined) return;
    this.clock += TRAVEL_MS / 2; // dots of before go on, and the one of the pick is seen on its way
    this.#playTo(pick.at);
    this.clock += TRAVEL_MS / 2;
    this.dots.advance(this.clock);
    this.#read();
  }

  /** Goes to a time, in ticks: what is there then is docked. */
  seek(time: number): void {
    this.#now = Math.min(this.playback.end, Math.max(0, time));
    this.#next = placeAt(this.#course, this.#now);
    this.dots.forget();
    this.lanes.forgetCounts();
    this.#recent = [];
    for (const request of this.playback.requests) {
      const [, backend, openedAt, endedAt] = request;
      if (openedAt < 0 || openedAt > this.#now || (endedAt >= 0 && endedAt <= this.#now)) continue;
      this.lanes.count(backend, 1);
      this.#open(request, this.clock - 2 * TRAVEL_MS);
    }
    this.dots.advance(this.clock);
    this.#recent = this.#picksBefore(this.#next);
    this.chosenPick.value = undefined;
    this.#read();
  }

  /** Shows why a request went where it went. @returns whether that is known */
  choose(isMeant: (pick: ExplainedPick) => boolean): boolean {
    this.#read();
    const pick = this.picks.value.findLast(isMeant);
    if (pick !== undefined) this.chosenPick.value = pick;
    return pick !== undefined;
  }

  /** Shows why the last request that went to that lane did. */
  chooseOfLane(name: string): void {
    const { picks } = this.playback;
    this.choose(({ id }) => this.lanes.nameOf(picks[id - 1]?.[3] ?? -1) === name);
  }

  #playTo(time: number): void {
    this.#now = Math.min(this.playback.end, time);
    for (let step = this.#course[this.#next]; step !== undefined && step.at <= this.#now;) {
      this.#happen(step);
      step = this.#course[++this.#next];
    }
    this.dots.advance(this.clock);
  }

  #happen({ step, index }: CourseStep): void {
    if (step === 'pick') {
      this.#recent.push(index);
      if (this.#recent.length > 2 * KEPT) this.#recent = this.#recent.slice(-KEPT);
      return;
    }
    const request = this.playback.requests[index];
    if (request === undefined) return;
    const [, backend, openedAt] = request;
    if (step === 'open') {
      this.lanes.count(backend, 1);
      this.#open(request, this.clock);
      return;
    }
    if (openedAt >= 0) this.lanes.count(backend, -1);
    this.#end(request);
  }

  #open([request, backend]: PlayedRequest, clock: number): void {
    const lane = this.lanes.nameOf(backend) ?? '';
    const client = dotOf(request);
    const own = this.#recent
      .map((place) => this.playback.picks[place])
      .filter((pick) => pick?.[1] === request);
    const why = own.at(-1)?.[4] ?? '';
    this.dots.apply(
      { step: 'open', agoMs: 0, client, backend: lane, why, sticky: why === 'sticky', attempts: own.length },
      clock,
    );
    const tried = own.length > 1 ? this.lanes.nameOf(own.at(-2)?.[3] ?? -1) : null;
    if (tried !== null) this.dots.bounced(client, tried, clock);
  }

  #end([request, backend, openedAt, , end]: PlayedRequest): void {
    const client = dotOf(request);
    if (openedAt >= 0 && !this.dots.has(client)) return; // it gave way to others
    this.dots.apply(
      {
        ...{ step: 'close', agoMs: 0, client, durationMs: 0, bytesIn: 0, bytesOut: 0 },
        backend: openedAt < 0 ? null : this.lanes.nameOf(backend),
        end: end === 'answered' ? 'backend_closed' : 'backend_reset',
      },
      this.clock,
    );
  }

  #picksBefore(place: number): number[] {
    const found: number[] = [];
    for (let at = place - 1; at >= 0 && found.length < KEPT; at -= 1) {
      const step = this.#course[at];
      if (step?.step === 'pick') found.push(step.index);
    }
    return found.reverse();
  }

  /** What is read changes. */
  #read(): void {
    this.#readAt = this.clock + READ_MS;
    this.time.value = this.#now;
    const last = this.#recent.slice(-KEPT);
    this.picks.value = last.flatMap((index) => {
      const pick = this.playback.picks[index];
      return pick === undefined ? [] : [explainedPick(pick, index + 1)];
    });
  }
}
