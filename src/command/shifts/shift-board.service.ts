import { Injectable } from '@nestjs/common';
import { EquipmentService } from '../../equipment/index.js';
import { Roster, UnitTree } from '../../identity/index.js';
import { MissionsService } from '../../missions/index.js';
import { Clock, type Tx } from '../../platform/index.js';
import { AlarmsService } from '../../telemetry/index.js';
import { ShiftBoardRepository } from './shift-board.repository.js';
import { ShiftNames } from './shift-names.service.js';
import { listed } from './shift.rules.js';
import { type ShiftBoard, ShiftBoardView } from './shift.schemas.js';
import { flightView, lateView, orderView, sessionView } from './shift.views.js';

/** As much of each list as somebody can look through; beyond that it says that there is more. */
const MOST_LISTED = 100;
const ASKED = MOST_LISTED + 1;

export interface BoardOf {
  readonly unitId: string;
  /** Sessions from which one of these was removed are left out. */
  readonly readers: readonly string[];
}

/** Devices, flights and alarms of units, wherever they are kept. */
@Injectable()
export class ShiftSurroundings {
  constructor(
    private readonly missions: MissionsService,
    private readonly equipment: EquipmentService,
    private readonly alarms: AlarmsService,
    private readonly roster: Roster,
  ) {}

  async of(tx: Tx, unitIds: readonly string[], at: Date) {
    return {
      duty: await this.roster.onDuty(tx, unitIds, at),
      airborne: listed(await this.missions.flyingOf(tx, unitIds, ASKED), MOST_LISTED),
      late: listed(await this.equipment.overdueOf(tx, unitIds, at, ASKED), MOST_LISTED),
      alarms: listed(await this.alarms.unnoticed(tx, unitIds, ASKED), MOST_LISTED),
    };
  }
}

/** What goes on in a unit and below it. Whoever asks has been found to be allowed to see all of it. */
@Injectable()
export class ShiftBoards {
  constructor(
    private readonly board: ShiftBoardRepository,
    private readonly surroundings: ShiftSurroundings,
    private readonly names: ShiftNames,
    private readonly units: UnitTree,
    private readonly clock: Clock,
  ) {}

  async of(tx: Tx, { unitId, readers }: BoardOf): Promise<ShiftBoard> {
    const at = this.clock.now();
    const unitIds = this.units.subtree(unitId);
    const scope = { unitIds, readers, limit: ASKED };
    const sessions = listed(await this.board.sessions(tx, scope), MOST_LISTED);
    const unsigned = listed(await this.board.unsigned(tx, scope), MOST_LISTED);
    const overdue = listed(await this.board.overdue(tx, scope, at), MOST_LISTED);
    const { duty, airborne, late, alarms } = await this.surroundings.of(tx, unitIds, at);
    const orders = [...unsigned.items, ...overdue.items];
    const names = await this.names.of(tx, {
      userIds: [
        ...sessions.items.map(({ commanderUserId }) => commanderUserId),
        ...orders.flatMap(({ toUserId }) => toUserId ?? []),
        ...airborne.items.flatMap(({ pilotId }) => pilotId ?? []),
      ],
      deviceIds: [
        ...orders.flatMap(({ toDeviceId }) => toDeviceId ?? []),
        ...airborne.items.map(({ deviceId }) => deviceId),
      ],
    });
    // A hand-over keeps these very fields, without the answer of a route to drop others.
    return ShiftBoardView.parse({
      at: at.toISOString(),
      unit: names.unit(unitId),
      duty,
      sessions: { ...sessions, items: sessions.items.map((one) => sessionView(one, names)) },
      unsigned: { ...unsigned, items: unsigned.items.map((one) => orderView(one, names, at)) },
      overdue: { ...overdue, items: overdue.items.map((one) => orderView(one, names, at)) },
      airborne: { ...airborne, items: airborne.items.map((one) => flightView(one, names)) },
      late: { ...late, items: late.items.map((one) => lateView(one, names)) },
      alarms,
    });
  }
}
