import type { Position } from '../../geo/index.js';

export const DEVICE_ALARM_KINDS = ['fence_entered', 'fence_left', 'fence_dwell', 'low_battery'] as const;
export type DeviceAlarmKind = (typeof DEVICE_ALARM_KINDS)[number];

/** Whose a device is while something alarming happens to it. */
export interface AlarmedDevice {
  readonly deviceId: string;
  readonly assetCode: string;
  readonly unitId: string;
  readonly caseId: string | null;
  readonly holderId: string | null;
}

export interface NewAlarm {
  readonly kind: DeviceAlarmKind;
  readonly fenceId: string | null;
  readonly about: string | null;
  readonly beganAt: Date;
  /** At once for what is over as it happens. */
  readonly endedAt: Date | null;
  readonly position: Position | null;
  readonly value: number | null;
  readonly isLate: boolean;
}

export interface DeviceAlarm extends NewAlarm {
  readonly id: string;
  readonly deviceId: string;
  readonly unitId: string;
  readonly caseId: string | null;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: Date | null;
  readonly remark: string | null;
}

export interface Silence {
  readonly deviceId: string;
  readonly kind: string;
  readonly subjectId: string | null;
  readonly until: Date;
  readonly reason: string;
}
