import { Injectable } from '@nestjs/common';
import { Places } from '../../identity/index.js';
import { AuditTrail, Clock, newId, Outbox, type Tx } from '../../platform/index.js';
import type { z } from 'zod';
import { EvidenceEvents } from '../evidence.events.js';
import type { EvidenceFlag } from '../evidence.codes.js';
import type { EvidenceClaim } from '../items/evidence-claim.entity.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { ClaimErrors } from './claim.errors.js';
import { choiceOfStated } from './choice.rules.js';
import { usablePositions } from './chosen.rules.js';
import { PositionClaimRepository } from './position-claim.repository.js';
import type { PositionClaimInput } from './position-claim.schemas.js';

/** Writes a person's word on a place down beside the others, and what of the choice it changes. */
@Injectable()
export class PositionClaimKeeper {
  constructor(
    private readonly claims: PositionClaimRepository,
    private readonly places: Places,
    private readonly audit: AuditTrail,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Nobody else states a place of the item, or seals it, until the transaction ends. @throws CLAIM_AFTER_SEAL */
  async lock(tx: Tx, itemId: string): Promise<void> {
    if ((await this.claims.lock(tx, itemId)) !== 'received') throw ClaimErrors.CLAIM_AFTER_SEAL();
  }

  async keep(
    tx: Tx,
    item: EvidenceItem,
    before: readonly EvidenceClaim[],
    { lon, lat, reason: statement, overrules }: z.output<typeof PositionClaimInput>,
  ): Promise<void> {
    const position = { lon, lat };
    const taken = { source: item.positionSource, usable: usablePositions(before) };
    const { reason, disagrees } = choiceOfStated(position, overrules, taken);
    const { kind, id: actorId, name } = tx.actor;
    const value = { ...position, statement, by: { kind, id: actorId, name } };
    const claim = {
      id: newId(),
      itemId: item.id,
      subject: 'position',
      source: 'manual',
      value,
      trust: 'low',
      problem: null,
      chosen: reason !== null,
      reason,
      recordedAt: this.clock.now(),
    } as const;
    await this.claims.add(tx, claim);
    const flags: EvidenceFlag[] = [];
    if (reason !== null) flags.push('POSITION_BY_HAND');
    if (disagrees) flags.push('POSITIONS_DISAGREE');
    if (reason !== null) await this.claims.place(tx, item.id, position, this.places.of(position));
    if (flags.length > 0) await this.claims.flag(tx, item.id, flags);
    await this.tell(tx, item.id, { claimId: claim.id, chosen: claim.chosen, reason });
  }

  /** Without the place and the words: they are read with the item, by those who may. */
  private async tell(tx: Tx, itemId: string, details: Readonly<Record<string, unknown>>): Promise<void> {
    const fact = { itemId, ...details };
    await this.audit.record(tx, {
      action: 'evidence.state_position',
      subject: { kind: 'evidence', id: itemId },
      details: fact,
    });
    const type = EvidenceEvents['evidence.position_stated'];
    await this.outbox.record(tx, { type, aggregate: `evidence:${itemId}`, payload: fact });
  }
}
