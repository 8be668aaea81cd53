import type { AdminClient } from '../../admin/client.js';

/** The word for the configured one. */
export const DEFAULT = 'default';

interface State {
  readonly algorithm: string;
}

/** The name of the one that decides. */
export async function presentAlgorithm(api: AdminClient): Promise<string> {
  const { algorithm } = (await api.ask('GET', '/v1/balancer')) as State;
  return algorithm;
}

/** @param name - or {@link DEFAULT} @returns the name of the one that decides from now on */
export async function changeAlgorithm(api: AdminClient, name: string): Promise<string> {
  const wanted = name === DEFAULT ? null : name;
  const { algorithm } = (await api.ask('PATCH', '/v1/balancer', { algorithm: wanted })) as State;
  return algorithm;
}
