/** A half-open period of instants. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** `[from,to)` as PostgreSQL reads a tstzrange. */
export function periodLiteral({ from, to }: Period): string {
  return `[${from.toISOString()},${to.toISOString()})`;
}

/** Reads a tstzrange as the driver gives it (`["2026-01-01 00:00:00+00","…")`). */
export function period(literal: string): Period {
  const bounds = /^[[(]"?([^",]+)"?,"?([^",]+)"?[\])]$/.exec(literal);
  if (!bounds?.[1] || !bounds[2]) throw new Error(`not a bounded range: ${literal}`);
  return { from: instant(bounds[1]), to: instant(bounds[2]) };
}

function instant(text: string): Date {
  return new Date(text.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00'));
}
