import { Injectable } from '@nestjs/common';
import { People, type Person, type Role, UnitTree } from '../../identity/index.js';
import { Clock, newId, type Period, type Tx } from '../../platform/index.js';
import { Booking, BookingLine } from '../lending/bookings/booking.entity.js';
import { type BookingState, USUAL_PRIORITY } from '../lending/bookings/booking.rules.js';
import { CrewRepository } from '../lending/crew/crew.repository.js';
import type { Capacity } from '../lending/crew/crew.rules.js';
import { Device } from '../register/pool/device.entity.js';

const HOUR_MS = 3_600_000;

/** What a demonstration signature looks like. */
export const DEMO_DRAWING = 'M8 30 C20 4 28 4 32 26 S48 44 56 18 L74 34';

export interface DemoBooking {
  readonly person: Person;
  readonly deviceId: string;
  readonly during: Period;
  readonly state: BookingState;
  readonly purpose: string;
  readonly priority?: number;
  readonly holdExpiresAt?: Date;
}

/** People who go without a device, for a case. */
export interface DemoCrew {
  readonly person: Person;
  readonly people: readonly { readonly person: Person; readonly capacity: Capacity }[];
  readonly during: Period;
  readonly purpose: string;
  readonly caseId: string;
  readonly state: 'reserved' | 'cancelled';
}

type BookingHead = Pick<DemoBooking, 'during' | 'state' | 'purpose' | 'priority' | 'holdExpiresAt'> & {
  readonly caseId?: string;
};

/** People, devices and bookings as the seeds of the demonstration ask for them. */
@Injectable()
export class DemoGround {
  constructor(
    private readonly units: UnitTree,
    private readonly people: People,
    private readonly crews: CrewRepository,
    private readonly clock: Clock,
  ) {}

  /** Hours from the first start. */
  hour(offset: number): Date {
    return new Date(this.clock.now().getTime() + offset * HOUR_MS);
  }

  async person(tx: Tx, adcode: string, role: Role): Promise<Person> {
    const unit = this.units.byAdcode(adcode);
    const [person] = unit ? await this.people.ofUnit(tx, [unit.id], role) : [];
    if (!person) throw new Error(`the demonstration has no ${role} in ${adcode}`);
    return person;
  }

  /** The first by asset code. */
  async device(tx: Tx, kind: string, adcode: string): Promise<Device> {
    return tx
      .repository(Device)
      .createQueryBuilder('d')
      .where('d.unitId = :unitId', { unitId: this.units.byAdcode(adcode)?.id })
      .andWhere('d.kindId = (SELECT k.id FROM device_kind k WHERE k.code = :kind)', { kind })
      .orderBy('d.assetCode', 'ASC')
      .limit(1)
      .getOneOrFail();
  }

  /** Gives its id. */
  async book(tx: Tx, { person, deviceId, during, state, purpose, ...rest }: DemoBooking): Promise<string> {
    const id = await this.head(tx, person, { during, state, purpose, ...rest });
    await tx.repository(BookingLine).insert({ id: newId(), bookingId: id, deviceId, blocked: during, state });
    return id;
  }

  /** Gives its id. */
  async bookCrew(tx: Tx, { person, people, during, ...rest }: DemoCrew): Promise<string> {
    const id = await this.head(tx, person, { during, ...rest });
    const crew = people.map((one) => ({
      userId: one.person.id,
      userName: one.person.displayName,
      capacity: one.capacity,
    }));
    await this.crews.insert(tx, id, crew, { during, state: rest.state });
    return id;
  }

  private async head(
    tx: Tx,
    { id: requestedBy, displayName: requestedByName, unitId }: Person,
    { caseId, holdExpiresAt, priority = USUAL_PRIORITY, ...rest }: BookingHead,
  ): Promise<string> {
    const at = this.clock.now();
    const id = newId();
    await tx.repository(Booking).insert({
      ...rest,
      id,
      unitId,
      requestedBy,
      requestedByName,
      caseId: caseId ?? null,
      holdExpiresAt: holdExpiresAt ?? null,
      closingReason: null,
      priority,
      version: 1,
      createdAt: at,
      updatedAt: at,
    });
    return id;
  }
}
