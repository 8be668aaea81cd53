/**
 * Has a real method of a class tell of each of its calls, in all objects of that class.
 *
 * @param told - the object, the arguments, and what the method returned
 * @returns ends that
 */
export function overhear<T extends object, Name extends keyof T>(
  prototype: T,
  name: Name,
  told: T[Name] extends (...args: infer Args) => infer Result
    ? (self: T, args: Args, result: Result) => void
    : never,
): () => void {
  const real = prototype[name] as (...args: unknown[]) => unknown;
  const tell = told as (self: T, args: unknown[], result: unknown) => void;
  const telling = function (this: T, ...args: unknown[]): unknown {
    const result = real.apply(this, args);
    tell(this, args, result);
    return result;
  };
  prototype[name] = telling as T[Name];
  return () => void (prototype[name] = real as T[Name]);
}
