import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { AccessScope } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import { EvidenceRepository } from '../items/evidence.repository.js';
import type { EvidenceBrief } from '../items/evidence.schemas.js';
import { toEvidenceBrief } from '../items/evidence.views.js';
import { DueReader } from './due.reader.js';
import { RetentionRepository } from './retention.repository.js';
import type { Due } from './retention.rules.js';

export interface DueItem {
  readonly evidence: z.input<typeof EvidenceBrief>;
  readonly due: Due & { readonly due: true };
}

const FIRST = '00000000-0000-0000-0000-000000000000';
const BATCH = 500;

/** Items that a rule lets go now. */
@Injectable()
export class DueList {
  constructor(
    private readonly retention: RetentionRepository,
    private readonly items: EvidenceRepository,
    private readonly due: DueReader,
  ) {}

  /** At most `limit`, from after the given item; looks through as many as it takes. */
  async of(
    tx: Tx,
    scope: AccessScope,
    { after = FIRST, limit }: { readonly after?: string | undefined; readonly limit: number },
  ): Promise<DueItem[]> {
    const found: DueItem[] = [];
    for (let last: string | undefined = after; last !== undefined && found.length < limit;) {
      const ids = await this.retention.candidates(tx, scope, { after: last, limit: BATCH });
      found.push(...(await this.dueAmong(tx, ids)));
      last = ids.length < BATCH ? undefined : ids.at(-1);
    }
    return found.slice(0, limit);
  }

  private async dueAmong(tx: Tx, ids: readonly string[]): Promise<DueItem[]> {
    const verdicts = await this.due.of(tx, ids);
    const due = new Map(
      ids.flatMap((id) => {
        const verdict = verdicts.get(id);
        return verdict?.due ? [[id, verdict] as const] : [];
      }),
    );
    const rows = new Map((await this.items.rows(tx, [...due.keys()])).map((row) => [row.id, row]));
    return [...due].flatMap(([id, verdict]) => {
      const row = rows.get(id);
      return row ? [{ evidence: toEvidenceBrief(row), due: verdict }] : [];
    });
  }
}
