import { IdTakenError } from '../id-taken.js';
import {
  NOTICES_KEPT,
  NOTICES_PER_BEAT,
  type Beat,
  type LabChange,
  type LabView,
  type MemberState,
  type OperatorWord,
  type SessionClaim,
  type SharedSession,
  type SessionNotice,
} from '../shared-store.js';

interface StoredMember {
  readonly instance: string;
  readonly state: MemberState;
  readonly beatAt: number;
  readonly expiresAt: number;
}

interface StoredSession {
  backend: string;
  expiresAt: number;
}

/** What a store holds of one lab, in the memory of this process; synchronous, and handed the time in milliseconds. */
export class MemoryLab {
  readonly #members = new Map<string, StoredMember>();
  readonly #sessions = new Map<string, StoredSession>();
  /** Each with its number, from 1 up. */
  readonly #notices: { readonly number: number; readonly notice: SessionNotice }[] = [];
  readonly #words: Record<string, OperatorWord> = {};
  #since: number | undefined;
  #lastNotice = 0;
  #revision = 0;

  /** @throws IdTakenError */
  beat({ id, instance, info, open, health, lifeMs, after, revision }: Beat, now: number): LabView {
    this.#since ??= now;
    for (const [other, member] of this.#members) {
      // One whose beat is in the future, as the clock was set back, gave it now: it would not die otherwise.
      if (member.beatAt > now) this.#members.set(other, { ...member, beatAt: now, expiresAt: now + lifeMs });
      else if (member.expiresAt <= now) this.#members.delete(other);
    }
    const there = this.#members.get(id);
    if (there !== undefined && there.instance !== instance) throw new IdTakenError(id, there.state.info);
    const state = { info, open, health };
    this.#members.set(id, { instance, state, beatAt: now, expiresAt: now + lifeMs });
    const notices = after === null ? [] : this.#noticesAfter(Number(after));
    return {
      members: Array.from(this.#members, ([member, { beatAt, state: known }]) => ({
        id: member,
        ageMs: now - beatAt,
        info: known.info,
        open: known.open,
        health: known.health,
      })),
      notices: notices.map(({ notice }) => notice),
      since: String(this.#since),
      cursor: String(notices.at(-1)?.number ?? this.#lastNotice),
      words:
        revision === this.#revision
          ? undefined
          : { revision: this.#revision, backends: structuredClone(this.#words) },
    };
  }

  lookUp(keys: readonly string[], now: number): (string | null)[] {
    return keys.map((key) => this.#sessionOf(key, now)?.backend ?? null);
  }

  renew(entries: readonly SharedSession[], ttlMs: number, now: number): (string | null)[] {
    return entries.map(({ key, backend }) => {
      const session = this.#sessionOf(key, now);
      if (session === undefined) return null;
      if (session.backend === backend) session.expiresAt = now + ttlMs;
      return session.backend;
    });
  }

  claim(claims: readonly SessionClaim[], by: string, now: number): string[] {
    return claims.map(({ key, backend, ttlMs, stale, isAtLeast = false }) => {
      const there = this.#sessionOf(key, now);
      const expiresAt = now + ttlMs;
      if (there === undefined || there.backend === stale) {
        this.#sessions.set(key, { backend, expiresAt });
        if (there !== undefined) this.#notify({ change: 'moved', key, backend, by });
        return backend;
      }
      if (there.backend === backend && !(isAtLeast && there.expiresAt > expiresAt))
        there.expiresAt = expiresAt;
      return there.backend;
    });
  }

  change(change: LabChange, by: string, now: number): void {
    switch (change.change) {
      case 'pin': {
        const { key, backend, ttlMs } = change;
        this.#sessions.set(key, { backend, expiresAt: now + ttlMs });
        this.#notify({ change: 'pin', key, backend, by });
        break;
      }
      case 'forget':
        this.#sessions.delete(change.key);
        this.#notify({ change: 'forget', key: change.key, backend: null, by });
        break;
      case 'clear': {
        const { backend } = change;
        for (const [key, session] of this.#sessions)
          if (backend === null || session.backend === backend) this.#sessions.delete(key);
        this.#notify({ change: 'clear', key: null, backend, by });
        break;
      }
      case 'word': {
        const { backend, word, isOld = false } = change;
        const there = this.#words[backend] ?? {};
        if (isOld && Object.keys(word).every((name) => name in there)) break;
        this.#words[backend] = isOld ? { ...word, ...there } : { ...there, ...word };
        this.#revision++;
      }
    }
  }

  leave(id: string): void {
    this.#members.delete(id);
  }

  #sessionOf(key: string, now: number): StoredSession | undefined {
    const session = this.#sessions.get(key);
    if (session === undefined || session.expiresAt > now) return session;
    this.#sessions.delete(key);
    return undefined;
  }

  #noticesAfter(number: number): readonly { readonly number: number; readonly notice: SessionNotice }[] {
    const first = this.#notices.findIndex((each) => each.number > number);
    return first < 0 ? [] : this.#notices.slice(first, first + NOTICES_PER_BEAT);
  }

  #notify(notice: SessionNotice): void {
    this.#notices.push({ number: ++this.#lastNotice, notice });
    if (this.#notices.length > NOTICES_KEPT) this.#notices.shift();
  }
}
