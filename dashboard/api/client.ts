/** What an admin API has answered. */
export type Answer<T> =
  { readonly ok: true; readonly body: T } | { readonly ok: false; readonly problem: string };

const KEPT = 'lbsim-token';

/** The token of the page's address, which is then taken out of it; else the one of this tab. */
export function takeToken(): string | undefined {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given !== null) {
    sessionStorage.setItem(KEPT, given);
    history.replaceState(null, '', location.pathname);
  }
  return sessionStorage.getItem(KEPT) ?? undefined;
}

/** Asks the admin API that this page comes from. */
export class ApiClient {
  readonly #token: string | undefined;

  constructor(token: string | undefined) {
    this.#token = token;
  }

  /** @param path - with its query @returns the body of a success, or what is wrong in one sentence */
  async ask<T>(method: string, path: string, body?: object): Promise<Answer<T>> {
    const isRead = method === 'GET';
    return this.#send(
      path,
      {
        method,
        headers: this.headers(isRead ? {} : { 'Content-Type': 'application/json' }),
        ...(!isRead && { body: JSON.stringify(body ?? {}) }),
      },
      (text) => (text === '' ? undefined : JSON.parse(text)) as T,
    );
  }

  /** Asks for a text of that type, such as `application/yaml`. */
  async read(path: string, type: string): Promise<Answer<string>> {
    return this.#send(path, { headers: this.headers({ Accept: type }) }, (text) => text);
  }

  async #send<T>(path: string, request: RequestInit, bodyOf: (text: string) => T): Promise<Answer<T>> {
    try {
      const response = await fetch(path, request);
      const text = await response.text();
      if (response.ok) return { ok: true, body: bodyOf(text) };
      const { detail } = JSON.parse(text) as { detail?: string };
      return { ok: false, problem: detail ?? `status ${response.status}` };
    } catch {
      return { ok: false, problem: 'the balancer does not answer' };
    }
  }

  headers(more: Readonly<Record<string, string>>): Record<string, string> {
    const authorization = this.#token === undefined ? {} : { Authorization: `Bearer ${this.#token}` };
    return { ...authorization, 'X-Lbsim-Client': 'dashboard', ...more };
  }
}
