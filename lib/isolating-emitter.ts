import { EventEmitter } from 'node:events';
import { errorText } from './error-text.js';

type Listener = (...payload: unknown[]) => unknown;

/** A listener threw, or its promise was rejected. */
export interface ListenerFailure {
  /** What it had been told of. */
  readonly event: string;
  /** The error's message. */
  readonly reason: string;
}

/** The event that tells of failed listeners. */
export interface IsolatingEvents {
  listener_failed: [ListenerFailure];
}

/**
 * An emitter whose listeners can harm neither it nor one another: what one of them throws, or rejects, is told by the
 * event `listener_failed`; where nobody listens to that, or who does fails too, by a warning of the process.
 */
export class IsolatingEmitter<
  Events extends Record<keyof Events, unknown[]> & IsolatingEvents,
> extends EventEmitter<Events> {
  constructor() {
    super();
    // An overriding method would have to say its types anew, and `EventEmitter` keeps them to itself.
    this.emit = (name: unknown, ...payload: unknown[]) => this.#tell(name, payload);
  }

  #tell(name: unknown, payload: readonly unknown[]): boolean {
    const listeners = this.rawListeners(name as never) as unknown as Listener[];
    for (const listener of listeners) {
      try {
        const result = listener.apply(this, [...payload]);
        if (result instanceof Promise) result.catch((error: unknown) => this.#failed(name, error));
      } catch (error) {
        this.#failed(name, error);
      }
    }
    return listeners.length > 0;
  }

  #failed(name: unknown, error: unknown): void {
    const event = String(name);
    const failure: ListenerFailure = { event, reason: errorText(error) };
    const isTold = event !== 'listener_failed' && this.#tell('listener_failed', [failure]);
    if (!isTold) process.emitWarning(`a listener of ${event} failed: ${failure.reason}`);
  }
}
