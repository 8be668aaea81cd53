import type { Memory } from './memory.js';

/** The kernel packs its struct `epoll_event` on x64 alone. */
const IS_PACKED = process.arch === 'x64';
/** Bytes of one event, and words of 32 bits. */
export const EVENT_BYTES = IS_PACKED ? 12 : 16;
export const EVENT_WORDS = EVENT_BYTES / 4;
/** The word of the descriptor; its generation is in the one behind it, the events are in the first. */
export const FD_WORD = IS_PACKED ? 1 : 2;

/** Writes one event to the beginning of a memory. */
export function writeEvent({ u32 }: Memory, events: number, fd: number, generation: number): void {
  u32[0] = events;
  u32[FD_WORD] = fd;
  u32[FD_WORD + 1] = generation;
}
