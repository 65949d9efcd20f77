import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  AuditTrail,
  Clock,
  idInCursor,
  keysetPage,
  newId,
  type Page,
  type Period,
  PlatformErrors,
  periodLiteral,
  periodView,
  type Tx,
  UnitOfWork,
  violates,
} from '../../platform/index.js';
import { IdentityErrors } from '../identity.errors.js';
import { UnitTree } from '../units/unit-tree.js';
import { PersonAccess } from '../users/person-access.js';
import type { DutyShift } from './duty-shift.entity.js';
import { RosterRepository, type ShiftRow } from './roster.repository.js';
import { type RosterQuery, type ShiftCreate, type ShiftView, toShiftView } from './roster.schemas.js';

type View = z.input<typeof ShiftView>;

const MOST_ON_DUTY = 1_000;

/** Who can be reached now, and under which number. */
@Injectable()
export class Roster {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly shifts: RosterRepository,
    private readonly persons: PersonAccess,
    private readonly units: UnitTree,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, UNIT_UNKNOWN, ON_DUTY_ALREADY */
  async add(actor: Actor, { unitId: wanted, ...input }: z.output<typeof ShiftCreate>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const user = await this.persons.require(tx, actor, 'roster.manage', input.userId);
      const unitId = wanted ?? user.unitId;
      if (!this.units.find(unitId)) throw IdentityErrors.UNIT_UNKNOWN();
      this.persons.requireUnit(actor, 'roster.manage', unitId);
      const row = { ...input, id: newId(), unitId, recordedBy: actor.id, recordedAt: this.clock.now() };
      await this.insert(tx, row);
      await this.record(tx, 'identity.rosterAdd', row);
      return this.view({ ...row, displayName: user.displayName, during: periodLiteral(row.during) });
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.unitOfWork.run(actor, async (tx) => {
      const shift = await this.shifts.find(tx, id);
      if (!shift) throw PlatformErrors.NOT_FOUND();
      this.persons.requireUnit(actor, 'roster.manage', shift.unitId);
      await this.shifts.remove(tx, id);
      await this.record(tx, 'identity.rosterRemove', shift);
    });
  }

  /** Whoever is on duty in these units at an instant. No access decision is taken here: everyone may read the roster. */
  async onDuty(tx: Tx, unitIds: readonly string[], at: Date): Promise<View[]> {
    const during = { from: at, to: new Date(at.getTime() + 1) };
    const rows = await this.shifts.list(tx, { unitIds, during, limit: MOST_ON_DUTY });
    return rows.map((row) => this.view(row));
  }

  /** Which of these people are on duty at an instant, at whatever desk. */
  async onDutyOf(tx: Tx, userIds: readonly string[], at: Date): Promise<ReadonlySet<string>> {
    return new Set(await this.shifts.onDutyOf(tx, userIds, at));
  }

  async list(query: z.output<typeof RosterQuery>): Promise<Page<View>> {
    const { limit, cursor, unit, below, desk, ...when } = query;
    const unitIds = unit === undefined ? undefined : below ? this.units.subtree(unit) : [unit];
    const filter = { unitIds, desk, during: this.duringOf(when), after: idInCursor(cursor), limit: limit + 1 };
    const rows = await this.unitOfWork.read((tx) => this.shifts.list(tx, filter));
    return keysetPage(
      rows,
      limit,
      ({ id }) => [id],
      (row) => this.view(row),
    );
  }

  /** Who keeps the command desk of a unit at this instant. */
  async atCommandDesk(tx: Tx, unitId: string): Promise<string[]> {
    return this.shifts.onDuty(tx, unitId, 'command', this.clock.now());
  }

  private duringOf({ at, from, to }: { at?: Date; from?: Date; to?: Date }): Period {
    if (from && to) return { from, to };
    const instant = at ?? this.clock.now();
    return { from: instant, to: new Date(instant.getTime() + 1) };
  }

  private async insert(tx: Tx, shift: DutyShift): Promise<void> {
    try {
      await this.shifts.insert(tx, shift);
    } catch (error) {
      throw violates(error, 'duty_shift_no_overlap') ? IdentityErrors.ON_DUTY_ALREADY({}, error) : error;
    }
  }

  private async record(tx: Tx, action: string, { id, userId, unitId, during, desk }: DutyShift): Promise<void> {
    const details = { ...periodView(during), userId, unitId, desk };
    await this.audit.record(tx, { action, subject: { kind: 'duty_shift', id }, details });
  }

  private view(row: ShiftRow): View {
    return toShiftView(row, this.units.find(row.unitId)?.name ?? '');
  }
}
