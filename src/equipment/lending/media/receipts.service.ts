import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Actor, Tx } from '../../../platform/index.js';
import type { ListedFile } from './media.rules.js';
import { RECEIPT_READER, type ReceiptReader } from './receipt.reader.js';

/** What the server has received of the files on a card. */
@Injectable()
export class Receipts {
  constructor(@Optional() @Inject(RECEIPT_READER) private readonly reader?: ReceiptReader) {}

  /** Digests of the files that have a receipt; without anybody who knows of receipts, none has. */
  async among(tx: Tx, asker: Actor, files: readonly ListedFile[]): Promise<ReadonlySet<string>> {
    const sha256s = [...new Set(files.map(({ sha256 }) => sha256))];
    return this.reader && sha256s.length > 0 ? this.reader.receivedAmong(tx, asker, sha256s) : new Set();
  }
}
