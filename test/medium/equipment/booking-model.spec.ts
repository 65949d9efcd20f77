import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { UserActor } from '../../../src/identity/index.js';
import { AppError } from '../../../src/platform/index.js';
import { type Asker, type Entry, NaivePool, No, TURNAROUND } from './naive-pool.js';
import { PoolDesk, type View } from './pool-desk.js';

const KIND = 'underwater-robot';
const DEVICES = 3;
/** The owner of this one decides about other units. */
const ASKING = 2;
const AHEAD = 8;
const HOUR_MS = 3_600_000;
/** An overdue device is kept from others at least so far ahead. */
const OVERDUE_AT_LEAST = 22;

const nth = fc.nat(30);
const device = fc.nat(DEVICES - 1);
const devices = fc.uniqueArray(device, { minLength: 1, maxLength: DEVICES });
const who = fc.constantFrom<'owner' | 'borrower' | 'commander'>('owner', 'borrower', 'commander');
const from = fc.nat(AHEAD);
const length = fc.integer({ min: 1, max: 4 });
const does = <T extends string>(what: T) => fc.constant(what);

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: does('book'), who, devices, from, length, isHold: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: does('any'), who, quantity: fc.integer({ min: 1, max: 3 }), from, length }) },
  { weight: 2, arbitrary: fc.record({ do: does('preempt'), devices, from, length }) },
  { weight: 1, arbitrary: fc.record({ do: does('confirm'), nth }) },
  { weight: 3, arbitrary: fc.record({ do: does('extend'), nth, length }) },
  { weight: 2, arbitrary: fc.record({ do: does('move'), nth, from, length }) },
  { weight: 2, arbitrary: fc.record({ do: does('swap'), nth, which: nth, by: device }) },
  { weight: 1, arbitrary: fc.record({ do: does('cancel'), nth, which: fc.option(nth, { nil: undefined }) }) },
  { weight: 2, arbitrary: fc.record({ do: does('answer'), nth, lends: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: does('checkOut'), nth, which: nth }) },
  { weight: 2, arbitrary: fc.record({ do: does('handBack'), device }) },
  { weight: 4, arbitrary: fc.record({ do: does('pass'), hours: fc.integer({ min: 1, max: 3 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** A booking as the model and as the database know it. */
interface Booked {
  readonly entry: Entry;
  readonly id: string;
}

/** One run: the same steps to the model and to the service. */
class Play {
  readonly pool = new NaivePool(DEVICES, [ASKING]);
  private readonly booked: Booked[] = [];
  private readonly custodies = new Map<number, { id: string; by: UserActor }>();

  constructor(
    private readonly desk: PoolDesk,
    private readonly people: Readonly<Record<string, UserActor>>,
    private readonly askers: Readonly<Record<string, Asker>>,
    private readonly deviceIds: readonly string[],
    private readonly origin: number,
  ) {}

  /** What the model and what the service answered. */
  async take(step: Step): Promise<[expected: string, came: string]> {
    const [model, service] = this.both(step);
    let expected: unknown;
    try {
      expected = model();
    } catch (error) {
      if (!(error instanceof No)) throw error;
      return [error.message, await said(service())];
    }
    const came = await said(service(expected as Entry));
    return ['done', came];
  }

  /** Every line, as the model has it and as it is stored. */
  async lines(): Promise<[expected: string[], stored: string[]]> {
    const expected = this.booked.flatMap(({ entry, id }) =>
      entry.lines.map(({ device, state, start, end }) => this.lineText(id, device, state, [start, end])),
    );
    const rows = await this.desk.query<{ id: string; deviceId: string; state: string; start: Date; end: Date }>(
      `SELECT booking_id AS id, device_id AS "deviceId", state, lower(blocked) AS start, upper(blocked) AS end
       FROM booking_line WHERE booking_id = ANY ($1)`,
      [this.booked.map(({ id }) => id)],
    );
    const hour = (at: Date) => (at.getTime() - this.origin) / HOUR_MS;
    const stored = rows.map(({ id, deviceId, state, start, end }) =>
      this.lineText(id, this.deviceIds.indexOf(deviceId), state, [hour(start), hour(end)]),
    );
    return [expected.toSorted(), stored.toSorted()];
  }

  async tidyUp(): Promise<void> {
    for (const { id, by } of this.custodies.values()) await this.desk.handBack(by, id);
    await this.desk.pass(100);
  }

  /** An overdue line is renewed from time to time: how far beyond this it reaches is not looked at. */
  private lineText(id: string, device: number, state: string, [start, end]: readonly [number, number]): string {
    const kept = state === 'overdue' ? Math.min(end, this.pool.now + OVERDUE_AT_LEAST) : end;
    return `${id.slice(-4)} ${device} ${state} ${isLive(state) ? `${start}-${kept}` : ''}`;
  }

  private both(step: Step): [model: () => unknown, service: (entry?: Entry) => Promise<unknown>] {
    switch (step.do) {
      case 'book':
      case 'preempt':
        return this.book(step);
      case 'any':
        return this.any(step);
      case 'checkOut':
        return this.checkOut(step);
      case 'handBack':
        return this.handBack(step.device);
      case 'pass':
        return [() => this.pool.pass(step.hours), () => this.desk.pass(step.hours)];
      case 'confirm':
      case 'extend':
      case 'move':
      case 'swap':
      case 'cancel':
      case 'answer':
        break;
    }
    return this.change(step);
  }

  private book(step: Extract<Step, { do: 'book' | 'preempt' }>): ReturnType<Play['both']> {
    const name = step.do === 'book' ? step.who : 'commander';
    const start = this.pool.now + step.from;
    const end = start + step.length;
    const priority = step.do === 'preempt' ? 7 : 5;
    const isHold = step.do === 'book' && step.isHold;
    const wish = { devices: step.devices, from: start, to: end, priority, preempts: step.do === 'preempt' };
    return [
      () => this.pool.book({ ...wish, asker: this.asker(name), ...(isHold && { holdHours: 1 }) }),
      (entry) =>
        this.remember(
          entry,
          this.desk.book(this.person(name), {
            during: this.period(start, end),
            deviceIds: step.devices.map((at) => this.deviceIds[at]),
            priority,
            ...(isHold && { hold: { minutes: 60 } }),
            ...(step.do === 'preempt' && { preempt: { reason: 'flood' } }),
          }),
        ),
    ];
  }

  /** Which devices it will be is the service's choice; the model only knows how many are free. */
  private any({ who, quantity, from, length }: Extract<Step, { do: 'any' }>): ReturnType<Play['both']> {
    const start = this.pool.now + from + 1;
    const end = start + length;
    const free = this.pool.free(start, end);
    return [
      () => {
        if (free.length < quantity) throw new No('BOOKING_CONFLICT');
      },
      async () => {
        const body = { during: this.period(start, end), anyOf: { kindCode: KIND, quantity } };
        const view = await this.desk.book(this.person(who), body);
        const chosen = view.devices.map(({ id }) => this.deviceIds.indexOf(id));
        const asker = this.asker(who);
        const wish = { asker, devices: chosen, from: start, to: end, priority: 5, preempts: false };
        this.booked.push({ entry: this.pool.book(wish), id: view.id });
      },
    ];
  }

  private change(
    step: Extract<Step, { do: 'confirm' | 'extend' | 'move' | 'swap' | 'cancel' | 'answer' }>,
  ): ReturnType<Play['both']> {
    const booked = this.at(step.nth);
    if (!booked) return [() => undefined, async () => undefined];
    const { entry, id } = booked;
    const actor = this.person(entry.asker.name);
    const start = this.pool.now + ('from' in step ? step.from : 0);
    switch (step.do) {
      case 'confirm':
        return [() => this.pool.confirm(entry), () => this.desk.confirm(actor, id)];
      case 'extend': {
        const { to } = this.period(entry.from, entry.to + step.length);
        return [() => this.pool.extend(entry, step.length), () => this.desk.extend(actor, id, to)];
      }
      case 'move': {
        const during = this.period(start, start + step.length);
        return [() => this.pool.move(entry, start, start + step.length), () => this.desk.move(actor, id, { during })];
      }
      case 'swap': {
        const waiting = entry.lines.filter(({ state }) => isWaiting(state));
        const deviceId = this.deviceIds[waiting[step.which % Math.max(1, waiting.length)]?.device ?? 0];
        const body = { replace: [{ deviceId, by: this.deviceIds[step.by] }] };
        return [() => this.pool.swap(entry, step.which, step.by), () => this.desk.move(actor, id, body)];
      }
      case 'cancel': {
        const one = step.which === undefined ? undefined : entry.lines[step.which % entry.lines.length];
        const body = one ? { deviceIds: [this.deviceIds[one.device]] } : {};
        return [() => this.pool.cancel(entry, step.which), () => this.desk.cancel(actor, id, body)];
      }
      case 'answer':
        break;
    }
    const manager = this.person('manager');
    const answer = () => (step.lends ? this.desk.approve(manager, id) : this.desk.refuse(manager, id));
    return [() => this.pool.answer(entry, step.lends), answer];
  }

  private checkOut({ nth, which }: Extract<Step, { do: 'checkOut' }>): ReturnType<Play['both']> {
    const booked = this.at(nth);
    const line = booked?.entry.lines[which % Math.max(1, booked.entry.lines.length)];
    if (!booked || !line) return [() => undefined, async () => undefined];
    const by = this.person(booked.entry.asker.name);
    return [
      () => this.pool.checkOut(booked.entry, line),
      async () => {
        const body = { deviceId: this.deviceIds[line.device], bookingId: booked.id };
        this.custodies.set(line.device, { id: (await this.desk.checkOut(by, body)).id, by });
      },
    ];
  }

  private handBack(device: number): ReturnType<Play['both']> {
    const line = this.pool.holding(device);
    const custody = this.custodies.get(device);
    if (!line || !custody) return [() => undefined, async () => undefined];
    this.custodies.delete(device);
    return [() => this.pool.handBack(line), () => this.desk.handBack(custody.by, custody.id)];
  }

  private async remember(entry: Entry | undefined, work: Promise<View>): Promise<void> {
    const { id } = await work;
    if (entry) this.booked.push({ entry, id });
  }

  private at(nth: number): Booked | undefined {
    return this.booked[nth % Math.max(1, this.booked.length)];
  }

  private person(name: string): UserActor {
    return this.people[name] as UserActor;
  }

  private asker(name: string): Asker {
    return this.askers[name] as Asker;
  }

  private period(start: number, end: number): { from: string; to: string } {
    const at = (hour: number) => new Date(this.origin + hour * HOUR_MS).toISOString();
    return { from: at(start), to: at(end) };
  }
}

function isWaiting(state: string): boolean {
  return ['requested', 'held', 'reserved'].includes(state);
}

function isLive(state: string): boolean {
  return isWaiting(state) || ['out', 'overdue'].includes(state);
}

async function said(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

/** Whatever is booked, held, asked for, changed, taken over, taken and brought back, in any order and over time. */
describe('bookings against a naive model', () => {
  let desk: PoolDesk;
  let people: Record<string, UserActor>;
  let deviceIds: string[];
  const askers: Record<string, Asker> = {
    owner: { name: 'owner', rank: 2, isAsked: false },
    borrower: { name: 'borrower', rank: 2, isAsked: true },
    commander: { name: 'commander', rank: 1, isAsked: false },
  };

  beforeAll(async () => {
    desk = await PoolDesk.open({ stopped: true });
    people = {
      owner: await desk.person('field_officer', '东光县'),
      manager: await desk.person('equipment_manager', '东光县'),
      borrower: await desk.person('field_officer', '大名县'),
      commander: await desk.person('commander', '沧州市'),
    };
    deviceIds = await desk.deviceIds(KIND);
    await desk.query(
      `UPDATE device SET unit_id = $1, loan_approval = CASE WHEN id = $2 THEN 'other_units' ELSE 'none' END
       WHERE id = ANY ($3)`,
      [people['owner']?.unitId, deviceIds[ASKING], deviceIds],
    );
    await desk.query(`UPDATE device_kind SET turnaround_minutes = $1 WHERE code = $2`, [TURNAROUND * 60, KIND]);
  });
  afterAll(() => desk.close());

  /** Pairs of live lines of one device that overlap: the database's own word. */
  async function overlaps(): Promise<number> {
    const [row] = await desk.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM booking_line a JOIN booking_line b
         ON a.device_id = b.device_id AND a.id < b.id AND a.blocked && b.blocked
       WHERE a.state IN ('requested', 'held', 'reserved', 'out', 'overdue')
         AND b.state IN ('requested', 'held', 'reserved', 'out', 'overdue')`,
    );
    return row?.count ?? -1;
  }

  async function alike(play: Play): Promise<void> {
    const [expected, stored] = await play.lines();
    expect(stored).toEqual(expected);
  }

  it('give the same answers, leave the same lines, and never overlap', async () => {
    expect(deviceIds).toHaveLength(DEVICES);
    const tally = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 40, size: 'max' }), async (steps) => {
        const play = new Play(desk, people, askers, deviceIds, desk.now.getTime());
        const expected: string[] = [];
        const came: string[] = [];
        try {
          for (const now of steps) {
            const [should, did] = await play.take(now);
            expected.push(`${now.do}: ${should}`);
            came.push(`${now.do}: ${did}`);
            tally.set(`${now.do}: ${did}`, (tally.get(`${now.do}: ${did}`) ?? 0) + 1);
            if (should !== did) break;
            if (now.do === 'pass') await alike(play);
          }
          expect(came).toEqual(expected);
          await alike(play);
          expect(await overlaps()).toBe(0);
        } finally {
          await play.tidyUp();
        }
      }),
      { numRuns: 50, interruptAfterTimeLimit: 200_000 },
    );
    // The dice reach every sort of answer, or the property would say little.
    expect([...tally.keys()].toSorted()).toEqual(
      expect.arrayContaining([
        'answer: done',
        'book: BOOKING_CONFLICT',
        'book: done',
        'checkOut: done',
        'extend: BOOKING_CONFLICT',
        'extend: done',
        'move: done',
        'preempt: PREEMPTION_NOT_ALLOWED',
        'preempt: done',
        'swap: done',
      ]),
    );
  }, 300_000);
});
