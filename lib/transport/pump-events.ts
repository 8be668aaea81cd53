/** Who ended a pumped connection, and how: by FIN (`closed`) or by RST or a network error (`reset`). */
export type PumpEnd = 'client_closed' | 'backend_closed' | 'client_reset' | 'backend_reset';

export interface PumpEvents {
  /** The first of the backend's bytes have come. Called once; absent where nobody wants to know. */
  readonly answered?: (() => void) | undefined;
  /**
   * The backend's side is over: it finished, or was reset, and no reset of the client's came before.
   *
   * @returns what to do with the client once the pump has let go of it, paused and unharmed; or undefined when the
   *   client is to share the backend's fate
   */
  backendEnded(): (() => void) | undefined;
  /** Both sockets are closed. Called once, and not at all when the client was taken back. */
  ended(end: PumpEnd): void;
}
