import type { z } from 'zod';
import type { OverdueCustody } from '../../equipment/index.js';
import type { FlyingFlight } from '../../missions/index.js';
import type { ListedHandover } from './shift-handover.repository.js';
import type { BoardOrder, BoardSession } from './shift-board.repository.js';
import type { Names } from './shift-names.service.js';
import type { ShiftBoard, ShiftHandoverView } from './shift.schemas.js';

type Item<K extends 'sessions' | 'unsigned' | 'airborne' | 'late'> = ShiftBoard[K]['items'][number];

export function sessionView(row: BoardSession, names: Names): Item<'sessions'> {
  const { unitId, commanderUserId, scheduledFor, updatedAt, ...same } = row;
  return {
    ...same,
    unit: names.unit(unitId),
    commander: names.person(commanderUserId),
    scheduledFor: scheduledFor?.toISOString() ?? null,
    changedAt: updatedAt.toISOString(),
  };
}

export function orderView(row: BoardOrder, names: Names, at: Date): Item<'unsigned'> {
  const { id, sessionId, sessionTitle, text, priority, state, issuedAt, due, dueAt } = row;
  return {
    id,
    sessionId,
    sessionTitle,
    to: addresseeName(row, names),
    text,
    priority,
    state,
    issuedAt: issuedAt.toISOString(),
    due,
    dueAt: dueAt?.toISOString() ?? null,
    waitingSeconds: Math.max(0, Math.floor((at.getTime() - issuedAt.getTime()) / 1_000)),
  };
}

/** The database holds exactly one of them. */
function addresseeName({ toUserId, toUnitId, toDeviceId, toRole }: BoardOrder, names: Names): string {
  if (toUserId) return names.person(toUserId).name;
  if (toUnitId) return names.unit(toUnitId).name;
  return toDeviceId ? names.device(toDeviceId) : (toRole ?? '');
}

export function flightView(row: FlyingFlight, names: Names): Item<'airborne'> {
  const { id, deviceId, unitId, pilotId, state, takenOffAt, heardAirborneAt, alerts } = row;
  return {
    id,
    assetCode: names.device(deviceId),
    unit: names.unit(unitId),
    pilot: pilotId === null ? null : names.person(pilotId),
    state,
    takenOffAt: takenOffAt?.toISOString() ?? null,
    heardAirborneAt: heardAirborneAt?.toISOString() ?? null,
    alerts: [...alerts],
  };
}

export function lateView(row: OverdueCustody, names: Names): Item<'late'> {
  const { id, assetCode, holderId, holderName, holderUnitId, dueAt } = row;
  return {
    custodyId: id,
    assetCode,
    holder: { id: holderId, name: holderName },
    unit: names.unit(holderUnitId),
    dueAt: dueAt.toISOString(),
  };
}

export function handoverView(row: ListedHandover, names: Names): z.input<typeof ShiftHandoverView> {
  const { id, unitId, desk, givenBy, givenTo, state, remark, offeredAt, endedAt, endRemark, sheetSha256 } = row;
  return {
    id,
    unit: names.unit(unitId),
    desk,
    givenBy: names.person(givenBy),
    givenTo: names.person(givenTo),
    state,
    remark,
    offeredAt: offeredAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    endRemark,
    sheetSha256: sheetSha256.toString('hex'),
  };
}
