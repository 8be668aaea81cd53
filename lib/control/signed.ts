/** Who made a change, if that was said. */
export interface By {
  by?: string;
}

/** The payload of an event, with who caused it, if that was said. */
export function signed<T extends object>(payload: T, by: string | undefined): T & By {
  return by === undefined ? payload : { ...payload, by };
}
