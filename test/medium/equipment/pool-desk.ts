import type { z } from 'zod';
import { Approvals } from '../../../src/equipment/lending/approvals/approvals.service.js';
import { LoanApprove, LoanRefuse } from '../../../src/equipment/lending/approvals/approval.schemas.js';
import { BookingChanges } from '../../../src/equipment/lending/booking-changes/booking-changes.service.js';
import { Cancellations } from '../../../src/equipment/lending/booking-changes/cancellations.service.js';
import {
  AlternativeAccept,
  BookingCancel,
  BookingConfirm,
  BookingExtend,
  BookingMove,
} from '../../../src/equipment/lending/booking-changes/change.schemas.js';
import { BookingReader } from '../../../src/equipment/lending/booking-record/booking-reader.service.js';
import {
  BookingCreate,
  type BookingDetail,
  type BookingView,
} from '../../../src/equipment/lending/bookings/booking.schemas.js';
import { BookingsService } from '../../../src/equipment/lending/bookings/bookings.service.js';
import { CheckOutsService } from '../../../src/equipment/lending/custody/check-outs.service.js';
import { CheckOutCreate, HandBackCreate } from '../../../src/equipment/lending/custody/custody.schemas.js';
import { LapseJobs } from '../../../src/equipment/lending/lapses/lapse.jobs.js';
import { Actors, type UserActor } from '../../../src/identity/index.js';
import { AppError, Clock, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import { steer, stopClock } from '../../support/time.js';

export type View = z.input<typeof BookingView>;
export type Detail = z.input<typeof BookingDetail>;

export interface Told {
  readonly code: string;
  readonly userId: string;
  readonly params: Readonly<Record<string, string>>;
}

const HOUR_MS = 3_600_000;

/** The pool's services on a real database, with a clock of one's own: log-ins would not outlive its leaps. */
export class PoolDesk {
  private constructor(
    readonly app: TestApp,
    private readonly time: { advance(milliseconds: number): void },
  ) {}

  /** With `stopped` time goes by leaps alone. */
  static async open({ stopped = false } = {}): Promise<PoolDesk> {
    const app = await TestApp.start();
    return new PoolDesk(app, (stopped ? stopClock : steer)(app.get(Clock)));
  }

  close(): Promise<void> {
    return this.app.stop();
  }

  get now(): Date {
    return this.app.get(Clock).now();
  }

  /** Hours from now, as a period. */
  hours(from: number, length: number): { from: string; to: string } {
    const at = (hour: number) => new Date(this.now.getTime() + hour * HOUR_MS).toISOString();
    return { from: at(from), to: at(from + length) };
  }

  /** Lets time pass, and what time alone does. */
  async pass(hours: number): Promise<void> {
    this.time.advance(hours * HOUR_MS);
    await this.app.get(LapseJobs).run();
  }

  /** Lets time pass before anybody notices. */
  leap(hours: number): void {
    this.time.advance(hours * HOUR_MS);
  }

  async person(role: string, unit: string): Promise<UserActor> {
    const [row] = await this.query<{ id: string }>(
      `SELECT p.id FROM app_user p JOIN unit u ON u.id = p.unit_id WHERE $1 = ANY (p.roles) AND u.name LIKE $2`,
      [role, `%${unit}%`],
    );
    if (!row) throw new Error(`no ${role} in ${unit}`);
    return this.app.get(Actors).load({ userId: row.id });
  }

  query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.app.get(UnitOfWork).read((tx) => tx.query<Row>(sql, parameters));
  }

  async deviceIds(kindCode: string): Promise<string[]> {
    const rows = await this.query<{ id: string }>(
      `SELECT d.id FROM device d JOIN device_kind k ON k.id = d.kind_id WHERE k.code = $1 ORDER BY d.asset_code`,
      [kindCode],
    );
    return rows.map(({ id }) => id);
  }

  told(bookingId: string): Promise<Told[]> {
    return this.query<Told>(
      `SELECT code, user_id AS "userId", params FROM notice WHERE subject_id = $1 ORDER BY created_at, id`,
      [bookingId],
    );
  }

  book(actor: UserActor, body: object): Promise<View> {
    return this.app.get(BookingsService).book(actor, BookingCreate.parse({ purpose: 'desk', ...body }));
  }

  get(actor: UserActor, id: string): Promise<Detail> {
    return this.app.get(BookingReader).get(actor, id);
  }

  confirm(actor: UserActor, id: string): Promise<View> {
    return this.app.get(BookingChanges).confirm(actor, id, BookingConfirm.parse({}));
  }

  extend(actor: UserActor, id: string, to: string): Promise<View> {
    return this.app.get(BookingChanges).extend(actor, id, BookingExtend.parse({ to }));
  }

  move(actor: UserActor, id: string, body: object): Promise<View> {
    return this.app.get(BookingChanges).move(actor, id, BookingMove.parse(body));
  }

  accept(actor: UserActor, id: string, body: object): Promise<View> {
    return this.app.get(BookingChanges).accept(actor, id, AlternativeAccept.parse(body));
  }

  cancel(actor: UserActor, id: string, body: object = {}): Promise<View> {
    return this.app.get(Cancellations).cancel(actor, id, BookingCancel.parse(body));
  }

  approve(actor: UserActor, id: string): Promise<View> {
    return this.app.get(Approvals).answer(actor, id, 'approve', LoanApprove.parse({}));
  }

  refuse(actor: UserActor, id: string): Promise<View> {
    return this.app.get(Approvals).answer(actor, id, 'refuse', LoanRefuse.parse({ reason: 'own use' }));
  }

  checkOut(actor: UserActor, body: object) {
    return this.app.get(CheckOutsService).checkOut(actor, CheckOutCreate.parse(body));
  }

  handBack(actor: UserActor, id: string) {
    return this.app.get(CheckOutsService).handBack(actor, id, HandBackCreate.parse({}));
  }
}

/** The code of the refusal, or what the work gave. */
export async function refusalOr<T>(work: Promise<T>): Promise<T | string> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}
