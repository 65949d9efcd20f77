import { Injectable } from '@nestjs/common';
import { People } from '../../../identity/index.js';
import { type Period, type Tx, violates } from '../../../platform/index.js';
import type { BookingState } from '../bookings/booking.rules.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { type CrewMember, CrewRepository } from './crew.repository.js';
import { CrewJudge, inOrder, type Judged, type Outing } from './crew-judge.service.js';
import type { Capacity } from './crew.rules.js';
import { CrewStandIns, type Wanting } from './crew-stand-ins.service.js';

/** Somebody by name, or anybody who can. */
export interface CrewWish {
  readonly capacity: Capacity;
  readonly userId?: string;
}

/** People are bookable too: who may go along, and who does. */
@Injectable()
export class Crew {
  constructor(
    private readonly repository: CrewRepository,
    private readonly people: People,
    private readonly judge: CrewJudge,
    private readonly standIns: CrewStandIns,
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
    const candidates = open.length > 0 ? await this.judge.candidates(tx, outing.unitId, capacitiesOf(open)) : [];
    const locked = await this.people.lock(tx, [...new Set([...named, ...candidates])]);
    const crew: CrewMember[] = [];
    for (const wish of [...wishes].sort((a, b) => Number(!a.userId) - Number(!b.userId))) {
      const fitting =
        wish.userId === undefined
          ? candidates.filter((id) => !crew.some(({ userId }) => userId === id))
          : [wish.userId];
      const judged = await this.judge.judge(tx, inOrder(locked, fitting), wish.capacity, outing);
      const exceptIds = [...named, ...fitting, ...crew.map(({ userId }) => userId)];
      crew.push(await this.memberOf(tx, wish, { outing, judged, exceptIds }));
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
      const judged = await this.judge.judge(tx, inOrder(people, [member.userId]), member.capacity, outing);
      await this.memberOf(tx, member, { outing, judged, exceptIds: crew.map(({ userId }) => userId) });
    }
  }

  /** Everybody who could be asked, nearest unit first, with what stands in the way of each. */
  async survey(tx: Tx, capacity: Capacity, outing: Outing): Promise<Judged[]> {
    const ids = await this.judge.candidates(tx, outing.unitId, new Set([capacity]));
    const people = await this.people.findMany(tx, ids);
    return this.judge.judge(tx, inOrder(people, ids), capacity, outing);
  }

  /** @throws what keeps everybody who was asked from going along */
  private async memberOf(
    tx: Tx,
    { capacity, userId }: CrewWish,
    asked: Omit<Wanting, 'capacity'>,
  ): Promise<CrewMember> {
    const { judged } = asked;
    const fit = judged.find(({ refusal }) => refusal === null);
    if (fit) return { userId: fit.person.id, userName: fit.person.displayName, capacity };
    if (userId !== undefined && judged.length === 0) throw EquipmentErrors.PERSON_NOT_FOUND({ userId });
    const explanation = await this.standIns.explain(tx, { ...asked, capacity });
    const refusals = judged.flatMap(({ refusal }) => refusal ?? []);
    const [refusal] = refusals;
    if (userId === undefined || !refusal)
      throw EquipmentErrors.PERSON_NOBODY_FREE({ capacity, refusals, ...explanation });
    throw EquipmentErrors[refusal.code]({ ...refusal, ...explanation });
  }
}

function capacitiesOf(wishes: readonly CrewWish[]): ReadonlySet<Capacity> {
  return new Set(wishes.map(({ capacity }) => capacity));
}
