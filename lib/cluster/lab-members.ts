import type { EventSink } from '../event-sink.js';
import type { ClusterEvents } from './events.js';
import type { LabMember } from './shared-store.js';
import type { MemberStanding } from './standing.js';

/** Names in an event at most. */
const NAMED = 100;

/** The balancers of a lab, as its store said last. */
export class LabMembers {
  readonly #id: string;
  readonly #lab: string;
  readonly #events: EventSink<ClusterEvents>;
  #members: readonly LabMember[] = [];

  /** @param id - of this balancer @param events - is told who comes and goes */
  constructor(lab: string, id: string, events: EventSink<ClusterEvents>) {
    this.#lab = lab;
    this.#id = id;
    this.#events = events;
  }

  /** This balancer is one of them from now on. */
  joined(members: readonly LabMember[]): void {
    this.#members = members;
    this.#events.emit('cluster_joined', {
      lab: this.#lab,
      id: this.#id,
      members: members.slice(0, NAMED).map((member) => member.id),
      membersCount: members.length,
    });
  }

  /** @returns those but this one */
  seen(members: readonly LabMember[]): readonly LabMember[] {
    const before = new Set(this.#members.map(({ id }) => id));
    const now = new Set(members.map(({ id }) => id));
    this.#members = members;
    const counted = { membersCount: now.size };
    for (const member of before)
      if (!now.has(member)) this.#events.emit('cluster_member', { member, change: 'left', ...counted });
    for (const member of now)
      if (!before.has(member)) this.#events.emit('cluster_member', { member, change: 'joined', ...counted });
    return members.filter((member) => member.id !== this.#id);
  }

  /** @param isAlone - whether of the others nothing is known now */
  standing(isAlone: boolean): MemberStanding[] {
    return this.#members
      .filter(({ id }) => !isAlone || id === this.#id)
      .map(({ id, info, ageMs, open }) => ({
        ...{ id, self: id === this.#id, ...info, ageMs: Math.max(0, ageMs) },
        openConnections: Object.values(open).reduce((sum, count) => sum + count, 0),
      }));
  }
}
