import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { CustodySignature } from './custody-signature.entity.js';

/** What was signed and photographed as a device changed hands. Rows are only ever added. */
@Injectable()
export class PaperRepository {
  async insertSignatures(tx: Tx, signatures: readonly CustodySignature[]): Promise<void> {
    if (signatures.length > 0) await tx.repository(CustodySignature).insert([...signatures]);
  }

  /** In the order they were given. */
  async signaturesOf(tx: Tx, custodyId: string): Promise<CustodySignature[]> {
    return tx.repository(CustodySignature).find({ where: { custodyId }, order: { signedAt: 'ASC', id: 'ASC' } });
  }
}
