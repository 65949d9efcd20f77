import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/index.js';
import { OriginalRemovalRepository } from './original-removal.repository.js';

/** Says for tables of one room when a row of theirs still needs the bytes it names. */
export interface UseJudge {
  readonly tables: readonly string[];
  isUsed(tx: Tx, sha256: string): Promise<boolean>;
}

/** Who uses an original. A table that nobody judges uses whatever it names, so that a new one cannot lose bytes. */
@Injectable()
export class OriginalUses {
  private readonly judges: UseJudge[] = [];

  constructor(private readonly repository: OriginalRemovalRepository) {}

  include(judge: UseJudge): void {
    this.judges.push(judge);
  }

  async isUsed(tx: Tx, sha256: string): Promise<boolean> {
    const judged = new Set(this.judges.flatMap(({ tables }) => tables));
    for (const judge of this.judges) if (await judge.isUsed(tx, sha256)) return true;
    for (const column of await this.repository.referencing(tx))
      if (!judged.has(column.table) && (await this.repository.names(tx, column, sha256))) return true;
    return false;
  }
}
