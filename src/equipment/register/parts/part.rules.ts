import type { DeviceState } from '../../equipment.codes.js';

/** A device as far as it decides whether it can travel with another one. */
export interface Companion {
  readonly id: string;
  readonly unitId: string;
  readonly state: DeviceState;
  readonly partOfId: string | null;
  /** Checked out, itself or with the device it travels with. */
  readonly isOut: boolean;
  readonly hasParts: boolean;
  /** Booked by itself, now or later. */
  readonly isBooked: boolean;
}

export const PART_REFUSALS = [
  'PART_OF_ITSELF',
  'PART_NESTED',
  'PART_ALREADY_ATTACHED',
  'PART_OF_ANOTHER_UNIT',
  'DEVICE_RETIRED',
  'DEVICE_OUT',
  'PART_BOOKED',
] as const;
export type PartRefusal = (typeof PART_REFUSALS)[number];

/** Why `part` cannot travel with `whole`; null when it can. One level deep, at home, and not promised to anybody. */
export function attachRefusal(whole: Companion, part: Companion): PartRefusal | null {
  if (whole.id === part.id) return 'PART_OF_ITSELF';
  if (part.partOfId !== null) return 'PART_ALREADY_ATTACHED';
  if (whole.partOfId !== null || part.hasParts) return 'PART_NESTED';
  if (whole.unitId !== part.unitId) return 'PART_OF_ANOTHER_UNIT';
  if (whole.state === 'retired' || part.state === 'retired') return 'DEVICE_RETIRED';
  if (whole.isOut || part.isOut) return 'DEVICE_OUT';
  return part.isBooked ? 'PART_BOOKED' : null;
}

export interface Count {
  readonly cycleCount: number;
  readonly readAt: Date;
}

/** Whether a counter that only goes up could have shown this among what it showed before and after. */
export function fitsCounter(reading: Count, others: readonly Count[]): boolean {
  return others.every(({ cycleCount, readAt }) => {
    if (readAt < reading.readAt) return cycleCount <= reading.cycleCount;
    return readAt > reading.readAt ? cycleCount >= reading.cycleCount : cycleCount === reading.cycleCount;
  });
}
