import { Injectable } from '@nestjs/common';
import type { Tx } from './database/index.js';

/** Which installation this is: an id made at the first start and kept in the database for ever. */
@Injectable()
export class Installation {
  private known: string | undefined;

  /** Undefined before the first start has marked the database. */
  async id(tx: Tx): Promise<string | undefined> {
    this.known ??= (await tx.queryOne<{ id: string }>(`SELECT id FROM installation`))?.id;
    return this.known;
  }
}
