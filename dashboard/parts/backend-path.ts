/** The path of a backend in the API. */
export function pathOf(name: string): string {
  return `/v1/backends/${encodeURIComponent(name)}`;
}
