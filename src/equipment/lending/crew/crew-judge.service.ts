import { Injectable } from '@nestjs/common';
import { Absences, People, type Person, Qualifications, UnitTree } from '../../../identity/index.js';
import { type Period, type Tx, chinaDateOf } from '../../../platform/index.js';
import { CrewRepository } from './crew.repository.js';
import { type Capacity, type CrewRefusal, crewRefusal, type Operated } from './crew.rules.js';

/** Who wants people along, when, and for which devices. */
export interface Outing {
  readonly unitId: string;
  readonly during: Period;
  readonly devices: readonly Operated[];
  /** A booking that is not in its own way. */
  readonly ownBookingId?: string;
}

/** What keeps somebody from coming. */
export interface PersonConflict {
  readonly userId: string;
  readonly reason: 'away' | 'booked';
  readonly during: Period;
}

export interface Judged {
  readonly person: Person;
  readonly refusal: CrewRefusal | null;
  readonly conflicts: readonly PersonConflict[];
}

/** Who could go along, and what stands in the way of the others. */
@Injectable()
export class CrewJudge {
  constructor(
    private readonly repository: CrewRepository,
    private readonly people: People,
    private readonly qualifications: Qualifications,
    private readonly absences: Absences,
    private readonly units: UnitTree,
  ) {}

  async judge(tx: Tx, people: readonly Person[], capacity: Capacity, outing: Outing): Promise<Judged[]> {
    const ids = people.map(({ id }) => id);
    if (ids.length === 0) return [];
    const { unitId, during, devices } = outing;
    const held = await this.qualifications.standingOf(tx, ids);
    const taken = await this.taken(tx, ids, outing);
    const days = { first: chinaDateOf(during.from), last: chinaDateOf(new Date(during.to.getTime() - 1)) };
    return people.map((person) => {
      const { id: userId, active, roles } = person;
      const conflicts = taken.filter((conflict) => conflict.userId === userId);
      const facts = {
        userId,
        active,
        roles,
        away: conflicts.some(({ reason }) => reason === 'away'),
        busy: conflicts.some(({ reason }) => reason === 'booked'),
        within: this.units.isWithin(person.unitId, unitId) || this.units.isWithin(unitId, person.unitId),
        held: held.filter((qualification) => qualification.userId === userId),
      };
      return { person, refusal: crewRefusal(facts, capacity, devices, days), conflicts };
    });
  }

  /** When the people cannot come, in any part of the period of the outing. */
  async taken(
    tx: Tx,
    userIds: readonly string[],
    { during, ownBookingId }: Pick<Outing, 'during' | 'ownBookingId'>,
  ): Promise<PersonConflict[]> {
    const away = await this.absences.away(tx, userIds, during);
    const busy = await this.repository.busy(tx, userIds, during, ownBookingId);
    return [
      ...away.map(({ userId, during: time }) => ({ userId, reason: 'away' as const, during: time })),
      ...busy.map((time) => ({ ...time, reason: 'booked' as const })),
    ];
  }

  /** People of the unit and below, then of the units above it, in the roles asked for. */
  async candidates(tx: Tx, unitId: string, capacities: ReadonlySet<Capacity>): Promise<string[]> {
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

export function inOrder(people: readonly Person[], ids: readonly string[]): Person[] {
  const byId = new Map(people.map((person) => [person.id, person]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
