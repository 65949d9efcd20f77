import { Injectable } from '@nestjs/common';
import { Absences, People, type Person, Qualifications, UnitTree } from '../../../identity/index.js';
import { type Period, type Tx, violates } from '../../../platform/index.js';
import type { BookingState } from '../bookings/booking.rules.js';
import { chinaDateOf } from '../../period.rules.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { type CrewMember, CrewRepository } from './crew.repository.js';
import { type Capacity, type CrewRefusal, crewRefusal, type Operated } from './crew.rules.js';

/** Somebody by name, or anybody who can. */
export interface CrewWish {
  readonly capacity: Capacity;
  readonly userId?: string;
}

/** Who wants people along, when, and for which devices. */
export interface Outing {
  readonly unitId: string;
  readonly during: Period;
  readonly devices: readonly Operated[];
  /** A booking that is not in its own way. */
  readonly ownBookingId?: string;
}

export interface Judged {
  readonly person: Person;
  readonly refusal: CrewRefusal | null;
}

/** People are bookable too: who may go along, and who does. */
@Injectable()
export class Crew {
  constructor(
    private readonly repository: CrewRepository,
    private readonly people: People,
    private readonly qualifications: Qualifications,
    private readonly absences: Absences,
    private readonly units: UnitTree,
  ) {}

  /**
   * Chooses and locks the people of a booking that is about to be made. Devices are locked before, and bookings that
   * make way.
   * @throws PERSON_NOT_FOUND, PERSON_NOBODY_FREE, and the codes of CREW_REFUSALS
   */
  async choose(tx: Tx, outing: Outing, wishes: readonly CrewWish[]): Promise<CrewMember[]> {
    if (wishes.length === 0) return [];
    const named = wishes.flatMap(({ userId }) => userId ?? []);
    const open = wishes.filter(({ userId }) => userId === undefined);
    const candidates = open.length > 0 ? await this.candidates(tx, outing.unitId, open) : [];
    const locked = await this.people.lock(tx, [...new Set([...named, ...candidates])]);
    const crew: CrewMember[] = [];
    for (const wish of [...wishes].sort((a, b) => Number(!a.userId) - Number(!b.userId))) {
      const fitting =
        wish.userId === undefined
          ? candidates.filter((id) => !crew.some(({ userId }) => userId === id))
          : [wish.userId];
      const judged = await this.judge(tx, inOrder(locked, fitting), wish.capacity, outing);
      crew.push(memberOf(judged, wish));
    }
    return crew;
  }

  /** @throws PERSON_BUSY */
  async join(
    tx: Tx,
    bookingId: string,
    crew: readonly CrewMember[],
    booking: { readonly during: Period; readonly state: BookingState },
  ): Promise<void> {
    if (crew.length === 0) return;
    try {
      await this.repository.insert(tx, bookingId, crew, booking);
    } catch (error) {
      throw violates(error, 'booking_person_no_overlap') ? EquipmentErrors.PERSON_BUSY({}, error) : error;
    }
  }

  /**
   * Whether the people of a booking can go along at another time or with other devices. The booking is locked.
   * @throws the codes of CREW_REFUSALS
   */
  async recheck(tx: Tx, crew: readonly Pick<CrewMember, 'userId' | 'capacity'>[], outing: Outing): Promise<void> {
    if (crew.length === 0) return;
    const people = await this.people.lock(
      tx,
      crew.map(({ userId }) => userId),
    );
    for (const member of crew) {
      const judged = await this.judge(tx, inOrder(people, [member.userId]), member.capacity, outing);
      memberOf(judged, member);
    }
  }

  /** Everybody who could be asked, nearest unit first, with what stands in the way of each. */
  async survey(tx: Tx, capacity: Capacity, outing: Outing): Promise<Judged[]> {
    const ids = await this.candidates(tx, outing.unitId, [{ capacity }]);
    const people = await this.people.findMany(tx, ids);
    return this.judge(tx, inOrder(people, ids), capacity, outing);
  }

  private async judge(
    tx: Tx,
    people: readonly Person[],
    capacity: Capacity,
    { unitId, during, devices, ownBookingId }: Outing,
  ): Promise<Judged[]> {
    const ids = people.map(({ id }) => id);
    if (ids.length === 0) return [];
    const held = await this.qualifications.standingOf(tx, ids);
    const away = await this.absences.away(tx, ids, during);
    const busy = await this.repository.busy(tx, ids, during, ownBookingId);
    const days = { first: chinaDateOf(during.from), last: chinaDateOf(new Date(during.to.getTime() - 1)) };
    return people.map((person) => {
      const { id: userId, active, roles } = person;
      const facts = {
        userId,
        active,
        roles,
        away: away.has(userId),
        busy: busy.has(userId),
        within: this.units.isWithin(person.unitId, unitId) || this.units.isWithin(unitId, person.unitId),
        held: held.filter((qualification) => qualification.userId === userId),
      };
      return { person, refusal: crewRefusal(facts, capacity, devices, days) };
    });
  }

  /** People of the unit and below, then of the units above it, in the roles asked for. */
  private async candidates(tx: Tx, unitId: string, wishes: readonly CrewWish[]): Promise<string[]> {
    const capacities = [...new Set(wishes.map(({ capacity }) => capacity))];
    const [, ...above] = this.units.ancestry(unitId);
    const groups = [this.units.subtree(unitId), ...above.map((id) => [id])];
    const found: string[] = [];
    for (const unitIds of groups) {
      for (const capacity of capacities) {
        const role = capacity === 'collector' ? 'field_officer' : capacity;
        found.push(...(await this.people.ofUnit(tx, unitIds, role)).map(({ id }) => id));
      }
    }
    return [...new Set(found)];
  }
}

function inOrder(people: readonly Person[], ids: readonly string[]): Person[] {
  const byId = new Map(people.map((person) => [person.id, person]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** @throws the refusal of a person asked for by name; PERSON_NOBODY_FREE with the refusals of all who were asked */
function memberOf(judged: readonly Judged[], { capacity, userId }: CrewWish): CrewMember {
  const fit = judged.find(({ refusal }) => refusal === null);
  if (fit) return { userId: fit.person.id, userName: fit.person.displayName, capacity };
  if (userId === undefined) {
    throw EquipmentErrors.PERSON_NOBODY_FREE({ capacity, refusals: judged.map(({ refusal }) => refusal) });
  }
  const refusal = judged[0]?.refusal;
  if (!refusal) throw EquipmentErrors.PERSON_NOT_FOUND({ userId });
  throw EquipmentErrors[refusal.code]({ ...refusal });
}
