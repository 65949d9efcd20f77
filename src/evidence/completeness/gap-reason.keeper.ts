import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail, Clock, newId, type Tx } from '../../platform/index.js';
import type { GapReasonInput } from './completeness.schemas.js';
import { GapReasonRepository, type StatedReason } from './gap-reason.repository.js';

/** Reasons that people give for missing frames: added, never changed. */
@Injectable()
export class GapReasonKeeper {
  constructor(
    private readonly repository: GapReasonRepository,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async of(tx: Tx, flightId: string): Promise<StatedReason[]> {
    return this.repository.ofFlight(tx, flightId);
  }

  async keep(tx: Tx, flightId: string, { from, to, code, text }: z.output<typeof GapReasonInput>): Promise<void> {
    const { id: statedBy, name, snapshot } = tx.actor;
    await this.repository.insert(tx, {
      id: newId(),
      flightId,
      fromNumber: from,
      toNumber: to,
      code,
      statement: text,
      statedBy,
      stater: { ...snapshot, name },
      statedAt: this.clock.now(),
    });
    await this.audit.record(tx, {
      action: 'evidence.explain_gap',
      subject: { kind: 'flight', id: flightId },
      details: { from, to, code },
    });
  }
}
