interface Established {
  connections: number;
  /** Of the last one. */
  backend: number;
}

/** A worker's connections that stand, by sticky key. */
export class EstablishedConnections {
  readonly #byKey = new Map<string, Established>();

  /** @param backend - by index */
  add(stickyKey: string, backend: number): void {
    const established = this.#byKey.get(stickyKey);
    if (established === undefined) this.#byKey.set(stickyKey, { connections: 1, backend });
    else {
      established.connections++;
      established.backend = backend;
    }
  }

  remove(stickyKey: string): void {
    const established = this.#byKey.get(stickyKey);
    if (established !== undefined && --established.connections === 0) this.#byKey.delete(stickyKey);
  }

  /** Takes out all: key and backend of each connection. */
  takeAll(): (readonly [stickyKey: string, backend: number])[] {
    const all = [...this.#byKey].flatMap(([stickyKey, { connections, backend }]) =>
      Array.from({ length: connections }, () => [stickyKey, backend] as const),
    );
    this.#byKey.clear();
    return all;
  }
}
