import { z } from 'zod';
import { textFault } from '../../../platform/index.js';
import { ZoneFault, type ZoneFaultCode } from './zone-draft.js';

/** Anything read from a file, before it is known what it is. */
export type Raw = Readonly<Record<string, unknown>>;

export function asRecord(value: unknown): Raw | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : undefined;
}

export function recordsOf(value: unknown): Raw[] {
  const list: readonly unknown[] = Array.isArray(value) ? (value as unknown[]) : [value];
  return list.map(asRecord).filter((entry) => entry !== undefined);
}

/** None where nothing stands. @throws ZoneFault where something else than records does: it says something that is not understood */
export function recordsIn(value: unknown, fault: ZoneFaultCode): Raw[] {
  if (value === undefined || value === null) return [];
  const records = recordsOf(value);
  if (records.length < (Array.isArray(value) ? value.length : 1)) throw new ZoneFault(fault);
  return records;
}

const LONGEST_TEXT = 500;

/**
 * A text, trimmed; of several languages the Chinese one, else the first.
 * @throws ZoneFault ZONE_TEXT_MALFORMED where it is too long, or holds what cannot be kept or seen
 */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') {
    const text = value.trim();
    if (text.length > LONGEST_TEXT || textFault(text)) throw new ZoneFault('ZONE_TEXT_MALFORMED');
    return text || undefined;
  }
  const texts = recordsOf(value);
  const chosen = texts.find(({ lang }) => typeof lang === 'string' && lang.toLowerCase().startsWith('zh')) ?? texts[0];
  return chosen && textOf(chosen['text']);
}

/** @throws ZoneFault ZONE_NAME_MISSING, ZONE_NAME_TOO_LONG */
export function nameOf(...candidates: readonly unknown[]): string {
  const name = candidates.map(textOf).find((text) => text !== undefined);
  if (name === undefined) throw new ZoneFault('ZONE_NAME_MISSING');
  if (name.length > 200) throw new ZoneFault('ZONE_NAME_TOO_LONG');
  return name;
}

/** An instant with its zone; absent stays absent. @throws ZoneFault ZONE_TIME_MALFORMED */
export function instantOf(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const text = textOf(value) ?? '';
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text))
    throw new ZoneFault('ZONE_TIME_MALFORMED');
  if (!z.iso.date().safeParse(text.slice(0, 10)).success) throw new ZoneFault('ZONE_TIME_MALFORMED');
  const instant = new Date(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  const year = instant.getUTCFullYear();
  if (Number.isNaN(year) || year < 1900 || year > 2999) throw new ZoneFault('ZONE_TIME_MALFORMED');
  return instant.toISOString();
}
