import { Global, Module } from '@nestjs/common';
import { RECEIPT_READER } from '../../equipment/index.js';
import { IdentityModule } from '../../identity/index.js';
import { ReceiptRepository } from './receipt.repository.js';
import { EvidenceReceipts } from './receipts.service.js';

/** Answers the port that equipment, a room to the left, asks before a memory card is cleared. */
@Global()
@Module({
  imports: [IdentityModule],
  providers: [ReceiptRepository, EvidenceReceipts, { provide: RECEIPT_READER, useExisting: EvidenceReceipts }],
  exports: [RECEIPT_READER],
})
export class ReceiptsModule {}
