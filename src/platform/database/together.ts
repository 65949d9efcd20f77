type Answers<T extends readonly unknown[]> = { -readonly [K in keyof T]: Awaited<T[K]> };

/**
 * The answers to statements of one connection that were begun together (`Tx.prepared`), in their order.
 * @throws what the first of them threw that failed: in a transaction those behind it fail because of it
 */
export async function together<const T extends readonly Promise<unknown>[]>(begun: T): Promise<Answers<T>> {
  const settled = await Promise.allSettled(begun);
  for (const outcome of settled) if (outcome.status === 'rejected') throw outcome.reason;
  return Promise.all(begun);
}
