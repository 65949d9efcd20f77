import type { Polygon } from 'geojson';
import type { DeviceSummary, Holding } from '../../equipment/index.js';
import type { Position } from '../../geo/index.js';
import type { FenceLimits } from './fence.rules.js';

/** One version of a fence. It never changes; it ends when another version, or none, comes after it. */
export interface Fence extends FenceLimits {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  /** Whose it is: it is about devices of this unit and of those below. */
  readonly unitId: string;
  /** About devices that are out for the case, too. */
  readonly caseId: string | null;
  /** Drawn for a session: its members see the fence, not the alarms of devices that they do not see anyway. */
  readonly sessionId: string | null;
  readonly geometry: Polygon;
  /** As it was drawn, where it was drawn as a circle. */
  readonly circle: { readonly centre: Position; readonly radiusMetres: number } | null;
  readonly from: Date | null;
  readonly to: Date | null;
  /** Both empty: everybody's. */
  readonly deviceIds: readonly string[];
  readonly kindCodes: readonly string[];
  readonly tellsEnter: boolean;
  readonly tellsLeave: boolean;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
  readonly endReason: string | null;
}

/** A device as fences look at it. */
export interface FencedDevice {
  readonly device: DeviceSummary;
  readonly holding: Holding | undefined;
}

type IsWithin = (unitId: string, ancestorId: string) => boolean;

/** Whether the fence is about the device now; a unit follows no more devices by a fence than it sees on the map. */
export function isAbout(fence: Fence, followed: FencedDevice, now: Date, isWithin: IsWithin): boolean {
  if ((fence.from && now < fence.from) || (fence.to && now >= fence.to)) return false;
  return isMeant(fence, followed, isWithin);
}

/** Whether it is for the device in those hands, whatever the time. */
export function isMeant(fence: Fence, { device, holding }: FencedDevice, isWithin: IsWithin): boolean {
  const isNamed = fence.deviceIds.includes(device.id) || fence.kindCodes.includes(device.kindCode);
  if (fence.deviceIds.length + fence.kindCodes.length > 0 && !isNamed) return false;
  if (fence.caseId !== null && holding?.caseId === fence.caseId) return true;
  return isWithin(holding?.holderUnitId ?? device.unitId, fence.unitId);
}
