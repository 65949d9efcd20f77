/** Which alarms of a list are wanted, whatever they are about. */
export interface AlertFilter {
  readonly deviceId?: string | undefined;
  readonly kind?: string | undefined;
  readonly open?: boolean | undefined;
  readonly acknowledged?: boolean | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly before: string | undefined;
  readonly limit: number;
}

/** The end of a statement that takes `alertValues` from $3 on; the alarms and whose they are by the names of their tables. */
export function alertClauses({ alarm, owner }: { readonly alarm: string; readonly owner: string }): string {
  return `AND ($3::uuid IS NULL OR ${owner}.device_id = $3)
     AND ($4::text IS NULL OR ${alarm}.kind = $4) AND ($5::boolean IS NULL OR (${alarm}.ended_at IS NULL) = $5)
     AND ($6::boolean IS NULL OR (${alarm}.acknowledged_at IS NOT NULL) = $6)
     AND ($7::timestamptz IS NULL OR ${alarm}.began_at >= $7) AND ($8::timestamptz IS NULL OR ${alarm}.began_at < $8)
     AND ($9::uuid IS NULL OR ${alarm}.id < $9)
   ORDER BY ${alarm}.id DESC LIMIT $10`;
}

export function alertValues({ deviceId, kind, open, acknowledged, from, to, before, limit }: AlertFilter): unknown[] {
  return [...[deviceId, kind, open, acknowledged, from, to, before].map((value) => value ?? null), limit];
}
