import type { DeviceCategory, DroneClass, LoanScope } from '../../equipment.codes.js';
import type { Capacity } from '../crew/crew.rules.js';

/** Somebody who could go along. */
export interface DispatchPerson {
  readonly id: string;
  readonly name: string;
  readonly unitId: string;
  /** What counts at the beginning of the period; dates in China, null: without end. */
  readonly qualifications: readonly {
    readonly kind: string;
    readonly scope: string;
    readonly validUntil: string | null;
  }[];
}

/** Consumables that last to the end of the period and nobody has kept. */
export interface DispatchLot {
  readonly id: string;
  readonly kitCode: string;
  readonly lotNumber: string;
  readonly deviceKindCode: string | null;
  readonly unitId: string;
  /** Last usable day in China. */
  readonly usableUntil: string;
  readonly available: number;
}

/** A device that is free and may be booked by whoever looks. */
export interface DispatchDevice {
  readonly id: string;
  readonly assetCode: string;
  readonly kindCode: string;
  readonly category: DeviceCategory;
  readonly droneClass: DroneClass | null;
  readonly unitId: string;
  /** From where it is kept; null: the register does not say where that is. */
  readonly distanceMetres: number | null;
  readonly calibration: { readonly required: boolean; readonly dueOn: string | null };
  readonly loan: { readonly scope: LoanScope; readonly asksOwner: boolean };
  /** What somebody does who goes along. */
  readonly capacity: Capacity;
  /** Of the owner first. */
  readonly people: readonly DispatchPerson[];
  readonly lots: readonly DispatchLot[];
}
