import { createHash } from 'node:crypto';
import {
  addDays,
  canonicalJson,
  chinaDateOf,
  chinaInstant,
  endOfChinaDate,
  type Period,
} from '../../../platform/index.js';

export const HEAD_KINDS = ['custody_head', 'audit_head'] as const;
export type HeadKind = (typeof HEAD_KINDS)[number];

/** Whatever was begun on a day has committed by then. */
const SETTLED_AFTER_MS = 15 * 60_000;

/** Where a chain begins; its subject's own, so that it cannot be passed off as another's. */
export function beginningOf(kind: HeadKind, subjectId: string): Buffer {
  return createHash('sha256').update(`skydocket ${kind} ${subjectId}`).digest();
}

/** SHA-256(head ‖ canonical JSON of the row). Columns without a value are left out, so that a new one changes no old head. */
export function nextHead(head: Uint8Array, row: Readonly<Record<string, unknown>>): Buffer {
  const filled = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  return createHash('sha256').update(head).update(canonicalJson(filled), 'utf8').digest();
}

/** A day in China. */
export function periodOfDay(day: string): Period {
  return { from: chinaInstant(day, '00:00'), to: endOfChinaDate(day) };
}

/** Days that may be closed: from the one after `closed`, or from that of the first row. */
export function daysToClose(closed: string | undefined, begin: Date | undefined, now: Date): string[] {
  const first = closed === undefined ? begin && chinaDateOf(begin) : addDays(closed, 1);
  const days: string[] = [];
  for (let day = first; day !== undefined && isSettled(day, now); day = addDays(day, 1)) days.push(day);
  return days;
}

function isSettled(day: string, now: Date): boolean {
  return endOfChinaDate(day).getTime() + SETTLED_AFTER_MS <= now.getTime();
}
