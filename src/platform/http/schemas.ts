import { z } from 'zod';
import { textFault } from './text.rules.js';

const EARLIEST_YEAR = 1900;
const LATEST_YEAR = 2999;

/**
 * Whether an instant that came from outside may be kept: years 1900 to 2999 in UTC. Beyond 9999 (which an offset can
 * reach) the ISO form grows a sign that no answer may carry.
 */
export function isKeepableInstant(instant: Date): boolean {
  return instant.getUTCFullYear() >= EARLIEST_YEAR && instant.getUTCFullYear() <= LATEST_YEAR;
}

/** Input instant: ISO 8601 with a zone; becomes a Date that may be kept. */
export const Instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine(isKeepableInstant, { error: `must lie in the years ${EARLIEST_YEAR} to ${LATEST_YEAR}` });

/** Input day in China, `YYYY-MM-DD`, in the same years. */
export const Day = z.iso.date().refine((day) => isKeepableInstant(new Date(`${day}T00:00:00Z`)), {
  error: `must lie in the years ${EARLIEST_YEAR} to ${LATEST_YEAR}`,
});

/** Input period, half-open, `from` before `to`. */
export const PeriodInput = z
  .strictObject({ from: Instant, to: Instant })
  .refine(({ from, to }) => from < to, { error: 'must end after it begins' })
  .describe('Half-open period');

/** Output instant, UTC. */
export const InstantView = z.iso.datetime();

export const PeriodView = z.object({ from: InstantView, to: InstantView });

/** In lower case, as the database gives ids back: they are compared as text. [RFC 9562 §4] */
export const Id = z.uuid().toLowerCase().describe('UUIDv7');

/** WGS-84. */
export const PositionInput = z.strictObject({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) });

export const PositionView = z.object({ lon: z.number(), lat: z.number() }).describe('WGS-84');

/** Text typed by a person: trimmed, and nothing in it that cannot be stored or seen. */
export function text(maximum: number): z.ZodType<string, string> {
  return z
    .string()
    .trim()
    .min(1)
    .max(maximum)
    .superRefine((value, context) => {
      const fault = textFault(value);
      if (fault) context.addIssue({ code: 'custom', message: fault.en, params: { zh: fault.zh } });
    });
}

/** Query of every list. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(500).optional(),
});

/** Answer of every list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export function periodView({ from, to }: { from: Date; to: Date }): z.infer<typeof PeriodView> {
  return { from: from.toISOString(), to: to.toISOString() };
}
