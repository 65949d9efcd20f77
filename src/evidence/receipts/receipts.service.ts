import { Injectable } from '@nestjs/common';
import type { ReceiptReader } from '../../equipment/index.js';
import { AccessService, asUser } from '../../identity/index.js';
import type { Actor, Tx } from '../../platform/index.js';
import { ReceiptRepository } from './receipt.repository.js';

/**
 * Answers the memory cards' question, which bytes the server has. Whoever asks names the digests already; that somebody
 * else has brought the same bytes in is not theirs to learn.
 */
@Injectable()
export class EvidenceReceipts implements ReceiptReader {
  constructor(
    private readonly receipts: ReceiptRepository,
    private readonly access: AccessService,
  ) {}

  /** The reach of reading evidence; a keeper of devices, who reads none, knows of what the own unit brought in. */
  async receivedAmong(tx: Tx, asker: Actor, sha256s: readonly string[]): Promise<ReadonlySet<string>> {
    const { unitIds, caseIds, userId } = this.access.scope(asker, 'evidence.read');
    const reach = { unitIds: [...new Set([...unitIds, asUser(asker).unitId])], caseIds, userId };
    return new Set(await this.receipts.receivedAmong(tx, sha256s, reach));
  }
}
