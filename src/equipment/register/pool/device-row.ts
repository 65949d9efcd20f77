import type {
  DeviceCategory,
  DeviceState,
  DroneClass,
  IdentityReporting,
  LinkKind,
  LoanApproval,
  LoanScope,
} from '../../equipment.codes.js';
import type { Performance } from './performance.js';
import type { PlanStanding } from '../../upkeep/maintenance/maintenance.rules.js';

/** A device as lists show it, with what is going on with it now. */
export interface DeviceRow {
  readonly id: string;
  readonly assetCode: string;
  readonly serial: string | null;
  readonly model: string;
  readonly djiModelKey: string | null;
  readonly state: DeviceState;
  readonly loanScope: LoanScope;
  readonly unitId: string;
  readonly partOfId: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly kindCode: string;
  readonly category: DeviceCategory;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly linkKind: LinkKind;
  readonly droneClass: DroneClass | null;
  readonly loanApproval: LoanApproval;
  /** Those of the kind and its own. */
  readonly capabilities: readonly string[];
  readonly version: number;
  readonly booked: boolean;
  readonly custodyId: string | null;
  readonly holderId: string | null;
  readonly holderName: string | null;
  readonly holderUnitId: string | null;
  readonly checkedOutAt: Date | null;
  readonly dueAt: Date | null;
  /** Case of the booking it is out on, to decide who is a party; shown to parties only. */
  readonly caseId: string | null;
}

export interface PartRow {
  readonly id: string;
  readonly assetCode: string;
  readonly serial: string | null;
  readonly model: string;
  readonly kindCode: string;
  readonly state: DeviceState;
  readonly cycleCount: number | null;
  readonly healthPercent: number | null;
}

export interface KindRow {
  readonly id: string;
  readonly code: string;
  readonly category: DeviceCategory;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly model: string;
  readonly linkKind: LinkKind;
  readonly djiModelKeys: readonly string[];
  readonly attributeSchema: Readonly<Record<string, unknown>>;
  readonly isPart: boolean;
  readonly calibrationRequired: boolean;
  readonly turnaroundMinutes: number;
  readonly capabilities: readonly string[];
  readonly countsCycles: boolean;
  readonly performance: Performance | null;
  readonly version: number;
  readonly deviceCount: number;
}

/** A battery that can go along with an aircraft. */
export interface BatteryRow {
  readonly assetCode: string;
  readonly cycleCount: number | null;
  readonly healthPercent: number | null;
}

/** What an aircraft can do by the figures of its kind, and the batteries at hand. */
export interface AircraftPower {
  readonly performance: Performance | null;
  /** Registered one by one: travelling with it, or booked together with it for the period; empty: none is. */
  readonly batteries: readonly BatteryRow[];
  /** How many its field `batteryCount` says there are; null: it says nothing. */
  readonly statedBatteries: number | null;
}

/** What decides about upkeep of a device, or of a part that travels with it. */
export interface LockedPart {
  readonly id: string;
  readonly assetCode: string;
  readonly calibrationRequired: boolean;
  readonly certificateNumber: string | null;
  readonly certificateResult: 'pass' | 'fail' | null;
  readonly certificateDueOn: string | null;
  /** The plans that block. */
  readonly maintenance: readonly PlanStanding[];
}

/** A locked device with everything that decides whether it can be booked. */
export interface LockedDevice extends LockedPart {
  readonly state: DeviceState;
  readonly unitId: string;
  readonly loanScope: LoanScope;
  readonly loanApproval: LoanApproval;
  readonly partOfId: string | null;
  readonly kindId: string;
  readonly kindCode: string;
  readonly category: DeviceCategory;
  readonly droneClass: DroneClass | null;
  readonly turnaroundMinutes: number;
  /** What travels with it. */
  readonly parts: readonly LockedPart[];
  readonly insuredUntil: string | null;
}

/** What the register says of an aircraft's papers. */
export interface AircraftPapers {
  readonly model: string;
  readonly droneClass: DroneClass | null;
  /** To the national platform; null: not recorded. */
  readonly reportsIdentity: IdentityReporting | null;
  /** Number of its real-name registration. */
  readonly uomRegistration: string | null;
  /** Last day of liability cover in China, that day included. */
  readonly insuredUntil: string | null;
}

/** What the rooms to the right know of a device. */
export interface DeviceSummary {
  readonly id: string;
  readonly assetCode: string;
  readonly serial: string | null;
  readonly unitId: string;
  readonly kindCode: string;
  readonly category: DeviceCategory;
  readonly droneClass: DroneClass | null;
  readonly linkKind: LinkKind;
  readonly djiModel: string | null;
  readonly state: DeviceState;
  /** The device it travels with, whose custody is also its own. */
  readonly partOfId: string | null;
}
