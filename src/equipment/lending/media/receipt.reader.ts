import type { Actor, Tx } from '../../../platform/index.js';

/**
 * Port: the room of evidence knows which bytes have been received. Registered in the application module under
 * `RECEIPT_READER`; without one nothing counts as received.
 */
export interface ReceiptReader {
  /**
   * Those of the digests whose bytes the server has, as far as it is the asker's business: received by the asker's unit
   * and those below it, by the asker, or for a case of theirs. What others brought in is answered like what nobody did.
   */
  receivedAmong(tx: Tx, asker: Actor, sha256s: readonly string[]): Promise<ReadonlySet<string>>;
}

export const RECEIPT_READER = Symbol('RECEIPT_READER');
