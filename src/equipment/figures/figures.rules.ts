import type { UtilisationRow } from './figures.repository.js';

export interface Utilisation {
  readonly group: string;
  readonly devices: number;
  readonly inService: number;
  readonly bookings: number;
  readonly bookedHours: number;
  readonly outHours: number;
  /** Hours out over all hours of the period and its devices, 0 to 1. */
  readonly utilisation: number;
  /** Hours booked over the same. */
  readonly bookedShare: number;
  readonly unused: number;
}

const SECONDS_AN_HOUR = 3_600;

/** Hours count by the calendar, day and night: the register does not know when a unit works. */
export function utilisationOf(row: UtilisationRow, periodSeconds: number): Utilisation {
  const { group, devices, inService, bookings, bookedSeconds, outSeconds, unused } = row;
  const whole = devices * periodSeconds;
  const shareOf = (seconds: number): number => (whole > 0 ? rounded(seconds / whole, 4) : 0);
  return {
    group,
    devices,
    inService,
    bookings,
    bookedHours: rounded(bookedSeconds / SECONDS_AN_HOUR, 2),
    outHours: rounded(outSeconds / SECONDS_AN_HOUR, 2),
    utilisation: shareOf(outSeconds),
    bookedShare: shareOf(bookedSeconds),
    unused,
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** The sum over all groups. */
export function totalOf(rows: readonly UtilisationRow[]): UtilisationRow {
  const sum = (pick: (row: UtilisationRow) => number): number => rows.reduce((total, row) => total + pick(row), 0);
  return {
    group: 'all',
    devices: sum(({ devices }) => devices),
    inService: sum(({ inService }) => inService),
    bookings: sum(({ bookings }) => bookings),
    bookedSeconds: sum(({ bookedSeconds }) => bookedSeconds),
    outSeconds: sum(({ outSeconds }) => outSeconds),
    unused: sum(({ unused }) => unused),
  };
}
