import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditTrail, Clock, newId, type Tx } from '../../../platform/index.js';
import type { CardRecord } from './media.entity.js';
import { MediaRepository } from './media.repository.js';
import type { CardEvent } from './media.rules.js';

export interface CardFact {
  readonly event: CardEvent;
  /** Kept in the chain and in the audit: no names of files. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly signature?: string;
}

/** A change of a card with its link in the chain and its line in the audit. */
@Injectable()
export class CardJournal {
  constructor(
    private readonly cards: MediaRepository,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Gives the card as it is from now on. */
  async change(tx: Tx, card: CardRecord, changes: Partial<CardRecord>, fact: CardFact): Promise<CardRecord> {
    const updatedAt = this.clock.now();
    await this.cards.update(tx, card.id, { ...changes, updatedAt });
    const changed = { ...card, ...changes, updatedAt };
    await this.record(tx, changed, fact);
    return changed;
  }

  async record(tx: Tx, card: CardRecord, { event, details = {}, signature }: CardFact): Promise<void> {
    const { id: cardId, generation, holderId, holderName, deviceId, code } = card;
    await this.cards.addEntry(tx, {
      id: newId(),
      cardId,
      generation,
      event,
      at: this.clock.now(),
      actorId: tx.actor.id,
      actorName: tx.actor.name,
      holderId,
      holderName,
      deviceId,
      signature: signature ?? null,
      details,
    });
    const signed = signature && { signatureSha256: createHash('sha256').update(signature).digest('hex') };
    await this.audit.record(tx, {
      action: `equipment.card.${event}`,
      subject: { kind: 'media_card', id: cardId },
      details: { code, generation, holderId, deviceId, ...details, ...signed },
    });
  }
}
