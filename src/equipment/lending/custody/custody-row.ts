import type { Period } from '../../../platform/index.js';
import type { DeviceCategory } from '../../equipment.codes.js';

export interface CustodyRow {
  readonly id: string;
  readonly deviceId: string;
  readonly assetCode: string;
  readonly category: DeviceCategory;
  readonly ownerUnitId: string;
  readonly bookingId: string;
  /** The unit that booked it; the holder may be somebody else's. */
  readonly bookingUnitId: string;
  readonly caseId: string | null;
  readonly purpose: string | null;
  readonly holderId: string;
  readonly holderName: string;
  readonly holderUnitId: string;
  /** The custodies before and after it, where the device went from hand to hand. */
  readonly receivedFromId: string | null;
  readonly nextCustodyId: string | null;
  readonly checkedOutAt: Date;
  readonly dueAt: Date;
  readonly conditionOut: string | null;
  /** Whether the one who took it signed. */
  readonly signedOut: boolean;
  readonly batteryOutPercent: number | null;
  readonly outLon: number | null;
  readonly outLat: number | null;
  readonly returnedAt: Date | null;
  readonly returnedByName: string | null;
  readonly conditionIn: string | null;
  /** Whether the one who gave it back signed. */
  readonly signedIn: boolean;
  readonly batteryInPercent: number | null;
  readonly inLon: number | null;
  readonly inLat: number | null;
}

/** A custody as access sees it: the holder's, and the unit's that booked. */
export function custodyParty({ id, holderUnitId, caseId, bookingUnitId }: CustodyRow) {
  return { party: { id, unitId: holderUnitId, caseId }, otherUnitIds: [bookingUnitId] };
}

/** Who held a device and for what, as the rooms to the right ask for it. */
export interface CustodySpan {
  readonly id: string;
  /** The device that was signed for; a part's custody is that of the device it travels with. */
  readonly deviceId: string;
  readonly holderUserId: string;
  readonly holderName: string;
  readonly holderUnitId: string;
  readonly bookingId: string | null;
  readonly caseId: string | null;
  readonly purpose: string | null;
  readonly checkedOutAt: Date;
  readonly returnedAt: Date | null;
}

/** A device that is out too long, without what it is out for. */
export type OverdueCustody = Pick<
  CustodyRow,
  'id' | 'deviceId' | 'assetCode' | 'holderId' | 'holderName' | 'holderUnitId' | 'dueAt'
>;

/** In whose hands a device is, and for which case: as little as is asked for every device at once. */
export interface Holding {
  readonly deviceId: string;
  readonly holderUserId: string;
  readonly holderUnitId: string;
  readonly bookingId: string;
  readonly caseId: string | null;
}

/** A stretch of a device's past in one hand. */
export interface PastHolding extends Holding {
  readonly during: Period;
}

export function spanOf(row: CustodyRow): CustodySpan {
  const { id, deviceId, holderId, holderName, holderUnitId, bookingId, caseId, purpose, checkedOutAt, returnedAt } =
    row;
  return {
    id,
    deviceId,
    holderUserId: holderId,
    holderName,
    holderUnitId,
    bookingId,
    caseId,
    purpose,
    checkedOutAt,
    returnedAt,
  };
}
