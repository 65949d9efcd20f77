/** A value at once from memory, or later from the database: a promise a step is what thousands of messages a second pay most for. */
export type Soon<T> = T | Promise<T>;

/** `next` with the value, in the same turn where it is there already. */
export function soon<T, R>(value: Soon<T>, next: (value: T) => Soon<R>): Soon<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** All the values, at once where each is there already. */
export function allSoon<T>(values: readonly Soon<T>[]): Soon<readonly T[]> {
  return values.every((value): value is Awaited<T> & T => !(value instanceof Promise)) ? values : Promise.all(values);
}
