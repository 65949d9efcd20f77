import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { type BookingBody, devicesOf, hours, type ProblemBody } from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

const SLOTS = 8;
const DEVICES = 3;

interface Line {
  readonly bookingId: string;
  readonly who: number;
  readonly devices: readonly number[];
  readonly from: number;
  readonly to: number;
}

type Wish =
  | {
      readonly do: 'book';
      readonly who: number;
      readonly devices: readonly number[];
      readonly from: number;
      readonly length: number;
    }
  | {
      readonly do: 'any';
      readonly who: number;
      readonly from: number;
      readonly length: number;
      readonly quantity: number;
    };
type Step = Wish | { readonly do: 'cancel'; readonly nth: number };

const from = fc.nat(SLOTS - 1);
const length = fc.integer({ min: 1, max: 3 });
const who = fc.nat(1);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('book' as const),
    who,
    devices: fc.uniqueArray(fc.nat(DEVICES - 1), { minLength: 1, maxLength: DEVICES }),
    from,
    length,
  }),
  fc.record({ do: fc.constant('any' as const), who, from, length, quantity: fc.integer({ min: 1, max: DEVICES }) }),
  fc.record({ do: fc.constant('cancel' as const), nth: fc.nat(20) }),
);

/** What the pool should answer, by looking through a list. */
class NaivePool {
  lines: Line[] = [];

  free(start: number, end: number): number[] {
    const busy = (device: number) =>
      this.lines.some((line) => line.devices.includes(device) && line.from < end && start < line.to);
    return Array.from({ length: DEVICES }, (_, device) => device).filter((device) => !busy(device));
  }

  take(nth: number): Line | undefined {
    return this.lines.splice(nth % Math.max(1, this.lines.length), 1)[0];
  }
}

/** Any order of bookings, wishes for any of a kind, and cancellations is answered as a list of lines would answer it. */
describe('bookings against a naive model', () => {
  let app: TestApp;
  let people: ApiClient[];
  let devices: string[];
  /** Each run has hours of its own. */
  let origin = 0;
  beforeAll(async () => {
    app = await TestApp.start();
    people = await Promise.all(['东光县', '大名县'].map((unit) => app.as({ role: 'field_officer', unit })));
    devices = (await devicesOf(person(0), { kind: 'underwater-robot' })).map(({ id }) => id);
  });
  afterAll(() => app.stop());

  const person = (nth: number): ApiClient => people[nth] as ApiClient;
  const post = (client: ApiClient, path: string, body: unknown) => client.post<BookingBody & ProblemBody>(path, body);

  async function cancel({ bookingId, who }: Line): Promise<string> {
    const { status, body } = await post(person(who), `/bookings/${bookingId}/cancel`, {});
    return `${status} ${body.state}`;
  }

  /** Books, and says in words what the model expected and what came. */
  async function book(pool: NaivePool, wish: Wish): Promise<[expected: string, came: string]> {
    const end = wish.from + wish.length;
    const free = pool.free(wish.from, end);
    const possible = wish.do === 'book' ? wish.devices.every((at) => free.includes(at)) : free.length >= wish.quantity;
    const { status, body } = await post(person(wish.who), '/bookings', {
      during: hours(origin + wish.from, wish.length),
      purpose: 'model',
      ...(wish.do === 'book'
        ? { deviceIds: wish.devices.map((at) => devices[at]) }
        : { anyOf: { kindCode: 'underwater-robot', quantity: wish.quantity } }),
    });
    const given = status === 201 ? body.devices.map(({ id }) => devices.indexOf(id)) : [];
    const stolen = given.filter((at) => !free.includes(at));
    if (status === 201)
      pool.lines.push({ bookingId: body.id, who: wish.who, devices: given, from: wish.from, to: end });
    return [
      possible ? '201 stolen:' : '409 BOOKING_CONFLICT stolen:',
      `${status} ${body.code ?? ''}`.trim() + ` stolen:${stolen.join()}`,
    ];
  }

  async function play(steps: readonly Step[]): Promise<void> {
    origin += SLOTS + 4;
    const pool = new NaivePool();
    const expected: string[] = [];
    const came: string[] = [];
    for (const now of steps) {
      const line = now.do === 'cancel' ? pool.take(now.nth) : undefined;
      if (now.do === 'cancel' && !line) continue;
      const [should, did] = line ? (['200 cancelled', await cancel(line)] as const) : await book(pool, now as Wish);
      expected.push(should);
      came.push(did);
    }
    expect(came).toEqual(expected);
  }

  it('gives the same answers', async () => {
    expect(devices).toHaveLength(DEVICES);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), (steps) => play(steps)),
      { numRuns: 20 },
    );
  }, 120_000);
});
