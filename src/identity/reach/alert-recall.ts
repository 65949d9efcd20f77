import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { ReachRepository } from './reach.repository.js';

/** Nobody is woken any more for what has come about. */
@Injectable()
export class AlertRecall {
  constructor(private readonly repository: ReachRepository) {}

  /** Ends as too late what is still to be sent of these codes about a subject. */
  async recall(
    tx: Tx,
    subject: { readonly kind: string; readonly id: string },
    codes: readonly string[],
    now: Date,
  ): Promise<void> {
    await this.repository.endQueued(tx, subject, codes, now);
  }
}
