import { Injectable } from '@nestjs/common';
import { People, type Person, Roster, UnitTree } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import type { Order } from '../orders/order-row.js';
import { answererOf } from '../orders/order.rules.js';
import { type Participant, ParticipantRepository } from '../sessions/participant.repository.js';
import { defaultSessionRole, isTierAtLeast } from '../sessions/session-roles.js';
import type { Session } from '../sessions/session.repository.js';
import type { EscalationTarget, Vacancy } from './escalation.codes.js';

export interface Found {
  readonly people: readonly Person[];
  /** Why there is nobody. */
  readonly vacancy: Vacancy | null;
  /** Those who keep the desk or stand above, and have no part in the session: being told lets them in. */
  readonly newcomers: readonly Person[];
}

const MOST_AT_ONCE = 50;

/** Whom a step tells: only people who may take part and were not removed from the session. */
@Injectable()
export class EscalationTargets {
  constructor(
    private readonly people: People,
    private readonly participants: ParticipantRepository,
    private readonly roster: Roster,
    private readonly units: UnitTree,
  ) {}

  async of(tx: Tx, session: Session, order: Order, target: EscalationTarget): Promise<Found> {
    const parts = await this.participants.ofSession(tx, session.id);
    const candidates = await this.candidates(tx, session, order, target);
    if (candidates === 'nothing_above') return { people: [], vacancy: candidates, newcomers: [] };
    const people = candidates.filter((person) => mayBeTold(person, parts)).slice(0, MOST_AT_ONCE);
    const vacancy = target === 'duty_desk' ? 'nobody_on_duty' : 'nobody_there';
    const letsIn = target === 'duty_desk' || target === 'superior';
    const newcomers = letsIn ? people.filter(({ id }) => !isIn(id, parts)) : [];
    return { people, vacancy: people.length > 0 ? null : vacancy, newcomers };
  }

  private async candidates(
    tx: Tx,
    session: Session,
    order: Order,
    target: EscalationTarget,
  ): Promise<Person[] | 'nothing_above'> {
    if (target === 'assignee') return this.assignees(tx, order);
    if (target === 'commander') return this.people.findMany(tx, [session.commanderUserId]);
    if (target === 'tier_above') return this.commandersOf(tx, this.unitsAboveCommand(session));
    const addressed = await this.addressedUnits(tx, order);
    if (target === 'superior') return this.commandersOf(tx, this.parentsOf(addressed));
    const userIds: string[] = [];
    for (const unitId of addressed) userIds.push(...(await this.roster.atCommandDesk(tx, unitId)));
    return this.people.findMany(tx, [...new Set(userIds)]);
  }

  /** Whoever answers for the order; while nobody does, everyone who got it and has not said no. */
  private async assignees(tx: Tx, order: Order): Promise<Person[]> {
    const answerer = answererOf(order);
    if (answerer) return this.people.findMany(tx, [answerer.recipientUserId]);
    const refused = order.receipts.flatMap((one) => (one.state === 'REJECTED' ? [one.recipientUserId] : []));
    if ('unitId' in order.to) {
      const all = await this.people.ofUnit(tx, [order.to.unitId]);
      return all.filter(({ id }) => !refused.includes(id));
    }
    const userIds = order.receipts.map(({ recipientUserId }) => recipientUserId);
    return this.people.findMany(
      tx,
      userIds.filter((id) => !refused.includes(id)),
    );
  }

  private async addressedUnits(tx: Tx, order: Order): Promise<string[]> {
    if ('unitId' in order.to) return [order.to.unitId];
    const people = await this.assignees(tx, order);
    return [...new Set(people.map(({ unitId }) => unitId))];
  }

  private parentsOf(unitIds: readonly string[]): string[] {
    return [...new Set(unitIds.flatMap((unitId) => this.units.find(unitId)?.parentId ?? []))];
  }

  /** The nearest above the session's unit of a higher tier than the commander's: such see the session anyway. */
  private unitsAboveCommand({ unitId, commanderUnitId }: Session): string[] {
    const held = this.units.find(commanderUnitId)?.tier ?? 'province';
    const above = this.units.ancestry(unitId).find((id) => !isTierAtLeast(held, this.units.find(id)?.tier ?? held));
    return above ? [above] : [];
  }

  private async commandersOf(tx: Tx, unitIds: readonly string[]): Promise<Person[] | 'nothing_above'> {
    return unitIds.length === 0 ? 'nothing_above' : this.people.ofUnit(tx, unitIds, 'commander');
  }
}

function isIn(id: string, parts: readonly Participant[]): boolean {
  return parts.some(({ userId, state }) => userId === id && (state === 'joined' || state === 'invited'));
}

function mayBeTold({ id, active, roles }: Person, parts: readonly Participant[]): boolean {
  const isRemoved = parts.some(({ userId, state }) => userId === id && state === 'removed');
  return active && defaultSessionRole(roles) !== undefined && !isRemoved;
}
