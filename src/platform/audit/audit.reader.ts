import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/index.js';
import { idsFrom } from '../ids/index.js';

/** One entry with all its columns, as the database spells them in JSON. */
export type WholeAuditEntry = Readonly<Record<string, unknown>> & { readonly id: string };

const PAGE = 1_000;

/** The audit as it is stored, for whoever must see that it was not changed. */
@Injectable()
export class AuditReader {
  /** When the first entry was made; undefined without one. */
  async begin(tx: Tx): Promise<Date | undefined> {
    return (await tx.queryOne<{ at: Date }>(`SELECT at FROM audit_entry ORDER BY id LIMIT 1`))?.at;
  }

  /** Entries made in [from, to), in the order of their ids. */
  async *between(tx: Tx, from: Date, to: Date): AsyncGenerator<WholeAuditEntry> {
    let [after, isFirst] = [idsFrom(from), true];
    for (;;) {
      const rows = await tx.query<{ entry: WholeAuditEntry }>(
        `SELECT to_jsonb(e) AS entry FROM audit_entry e
         WHERE (id > $1 OR ($2 AND id = $1)) AND id < $3 ORDER BY id LIMIT ${PAGE}`,
        [after, isFirst, idsFrom(to)],
      );
      for (const { entry } of rows) yield entry;
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      [after, isFirst] = [last.entry.id, false];
    }
  }
}
