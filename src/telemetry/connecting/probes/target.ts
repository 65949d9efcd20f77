import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { ToldAddress } from '../address.rules.js';

/** An address whose name was looked up once: what is asked later is what was judged, whatever the name stands for then. */
export interface Target extends ToldAddress {
  readonly address: string;
}

/** How long each step may take. */
export const STEP_MS = 5_000;
/** More than this is not read of any answer. */
export const MOST_BYTES = 64 * 1024;

/** Gives the address that was judged, for whatever name. */
export function pinned({ address }: Target): LookupFunction {
  const family = isIP(address);
  return (_, { all }, done) => {
    if (all) done(null, [{ address, family }] satisfies LookupAddress[]);
    else done(null, address, family);
  };
}

/** As it is written in an address. */
export function authority({ scheme, host, port }: Target): string {
  return `${scheme}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

/** The system's or library's code of what failed, never its text: that may hold more than is ours to show. */
export function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null) {
    for (const key of ['code', 'name'] as const) {
      const value: unknown = Reflect.get(error, key);
      if (typeof value === 'string' || typeof value === 'number') return String(value);
    }
  }
  return 'unknown';
}

export class TooLate extends Error {
  override readonly name = 'TooLate';
  readonly code = 'no answer in time';
}

/** @throws TooLate */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new TooLate()), milliseconds);
  });
  work.catch(() => undefined);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
