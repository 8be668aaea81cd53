/** Errors within errors that are looked at before one has no text. */
const MAX_DEPTH = 8;

/**
 * What anyone may have thrown, as text: its message; that of the first error of an `AggregateError` that has none; or the
 * name of its class. Never throws and is never empty, whatever was thrown.
 */
export function errorText(error: unknown): string {
  try {
    return textOf(error, MAX_DEPTH) ?? 'unknown error';
  } catch {
    return 'unknown error';
  }
}

function textOf(error: unknown, depth: number): string | undefined {
  const { message, errors, name } = (error ?? {}) as Readonly<Record<string, unknown>>;
  const own = filled(message);
  if (own !== undefined) return own;
  if (Array.isArray(errors) && errors.length > 0 && depth > 0) {
    const first = textOf(errors[0], depth - 1);
    if (first !== undefined) return first;
  }
  return filled(name) ?? filled(String(error));
}

function filled(text: unknown): string | undefined {
  return typeof text === 'string' && text.trim() !== '' ? text : undefined;
}
