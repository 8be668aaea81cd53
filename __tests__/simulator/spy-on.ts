/**
 * Has a real method of a class tell of each of its calls, in all objects of that class.
 *
 * @param told - the object, the arguments, and what the method returned
 * @param begun - told before the method does anything
 * @returns ends that
 */
export function spyOn<T extends object, Name extends keyof T>(
  prototype: T,
  name: Name,
  told: T[Name] extends (...args: infer Args) => infer Result
    ? (self: T, args: Args, result: Result) => void
    : never,
  begun?: T[Name] extends (...args: infer Args) => unknown ? (args: Args) => void : never,
): () => void {
  const real = prototype[name] as (...args: unknown[]) => unknown;
  const tell = told as (self: T, args: unknown[], result: unknown) => void;
  const tellBefore = begun as ((args: unknown[]) => void) | undefined;
  const telling = function (this: T, ...args: unknown[]): unknown {
    tellBefore?.(args);
    const result = real.apply(this, args);
    tell(this, args, result);
    return result;
  };
  prototype[name] = telling as T[Name];
  return () => void (prototype[name] = real as T[Name]);
}
