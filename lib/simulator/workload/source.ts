/** Where requests come from: an open loop, which goes by the clock; or clients, who wait for answers. */
export interface RequestSource {
  /** Sets the first arrivals. */
  start(): void;
  /** Whether arrivals have ended by time; the recorder knows when they end by number. */
  readonly isOver: boolean;
  /** An arrival's event has come, with its subject and number. @returns the client that it is of, or -1; undefined if it has been put off */
  arrived(subject: number, sequence: number): number | undefined;
  /** The request of that client has ended, in whatever way. @returns whether the client's next one goes over the same connection */
  ended(client: number): boolean;
  /** Multiplies the rate of arrivals from now on. */
  setArrivals(factor: number): void;
}
