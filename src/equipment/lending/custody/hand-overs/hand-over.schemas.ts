import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf, PositionInput, PositionView, text } from '../../../../platform/index.js';
import { PhotoIds } from '../../../register/files/equipment-file.schemas.js';
import { BatteryPercent } from '../custody.schemas.js';
import { Drawing } from '../papers/signature.schemas.js';
import { HAND_OVER_STATES } from './hand-over.rules.js';
import type { HandOverRow } from './hand-over.repository.js';

const AT_THE_PLACE = {
  signature: Drawing,
  condition: text(2_000).optional(),
  photoIds: PhotoIds.optional(),
  batteryPercent: BatteryPercent.optional(),
  position: PositionInput.optional(),
};

export const HandOverOffer = z.strictObject({ toUserId: Id, ...AT_THE_PLACE }).meta({ id: 'HandOverOffer' });
export const HandOverAcceptance = z.strictObject(AT_THE_PLACE).meta({ id: 'HandOverAcceptance' });
export const HandOverRefused = z
  .strictObject({ reason: text(500).optional() })
  .default({})
  .meta({ id: 'HandOverRefused' });
export const HandOverWithdrawal = z
  .strictObject({ toUserId: Id.optional().describe('Absent: every open offer of the check-out') })
  .default({})
  .meta({ id: 'HandOverWithdrawal' });

const Party = z.object({ id: Id, name: z.string(), unitId: Id });

export const HandOverView = z
  .object({
    id: Id,
    checkOutId: Id,
    deviceId: Id,
    assetCode: z.string(),
    from: Party.describe('Responsible until it is accepted'),
    to: Party,
    state: z.enum(HAND_OVER_STATES),
    condition: z.string().nullable(),
    batteryPercent: z.int().nullable(),
    position: PositionView.nullable(),
    offeredAt: InstantView,
    settledAt: InstantView.nullable(),
    reason: z.string().nullable(),
    nextCheckOutId: Id.nullable(),
  })
  .meta({ id: 'HandOver' });

export const HandOversWithdrawn = z.object({ items: z.array(HandOverView) }).meta({ id: 'HandOversWithdrawn' });
export const HandOverPage = pageOf(HandOverView).meta({ id: 'HandOverPage' });

export const HandOverQuery = PageQuery.extend({
  state: z.enum(HAND_OVER_STATES).optional(),
  mine: z.stringbool().optional().describe('Only those offered to, or by, the caller'),
});

export function toHandOverView(row: HandOverRow): z.input<typeof HandOverView> {
  const { lon, lat } = row;
  return {
    id: row.id,
    checkOutId: row.custodyId,
    deviceId: row.deviceId,
    assetCode: row.assetCode,
    from: { id: row.fromUserId, name: row.fromUserName, unitId: row.fromUnitId },
    to: { id: row.toUserId, name: row.toUserName, unitId: row.toUnitId },
    state: row.state,
    condition: row.condition,
    batteryPercent: row.batteryPercent,
    position: lon === null || lat === null ? null : { lon, lat },
    offeredAt: row.offeredAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
    reason: row.reason,
    nextCheckOutId: row.nextCustodyId,
  };
}
