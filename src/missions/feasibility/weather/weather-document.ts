import { z } from 'zod';
import { Instant, text } from '../../../platform/index.js';

const DAY_MS = 86_400_000;
const value = (least: number, most: number, says: string) =>
  z.number().min(least).max(most).nullable().default(null).describe(says);

/** Units stand in the names; a member that is not named here is refused, so that no knots are taken for metres. */
const Hour = z
  .strictObject({
    from: Instant,
    to: Instant,
    windMetresPerSecond: value(0, 100, 'Mean wind at the height of flight or, failing that, 10 m above ground'),
    gustMetresPerSecond: value(0, 150, 'Strongest gust'),
    rainMillimetresPerHour: value(0, 400, 'Rain, sleet or snow as water'),
    temperatureCelsius: value(-80, 70, 'Of the air'),
    visibilityMetres: value(0, 200_000, 'Horizontal'),
  })
  .refine(({ from, to }) => from < to && to.getTime() - from.getTime() <= DAY_MS, {
    error: 'to must lie after from, by a day at most',
    path: ['to'],
  });

/** Weather as an operator hands it over, in a file or by HTTP. */
export const WeatherDocument = z.strictObject({
  format: z.literal('skydocket-weather/1'),
  source: text(100),
  issuedAt: Instant,
  observed: z.boolean().default(false),
  places: z
    .array(
      z.strictObject({
        lon: z.number().min(-180).max(180),
        lat: z.number().min(-90).max(90),
        hours: z.array(Hour).max(400),
      }),
    )
    .max(2_000),
});
export type WeatherDocument = z.output<typeof WeatherDocument>;

export type ReadDocument =
  { readonly ok: true; readonly document: WeatherDocument } | { readonly ok: false; readonly fault: string };

const LONGEST_FAULT = 200;

/** Reads what came. The fault names the place in the document, and nothing of what stood there. */
export function readWeatherDocument(json: string): ReadDocument {
  let raw: unknown;
  try {
    raw = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch {
    return { ok: false, fault: 'not JSON' };
  }
  const parsed = WeatherDocument.safeParse(raw);
  if (parsed.success) return { ok: true, document: parsed.data };
  const [issue] = parsed.error.issues;
  const fault = issue ? `${issue.path.join('.') || 'document'}: ${issue.message}` : 'not as documented';
  return { ok: false, fault: fault.slice(0, LONGEST_FAULT) };
}
