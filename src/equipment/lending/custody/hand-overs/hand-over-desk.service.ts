import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, PlatformErrors, type Tx } from '../../../../platform/index.js';
import { EquipmentErrors } from '../../../equipment.errors.js';
import { CustodyReader } from '../custody-reader.service.js';
import type { CustodyRow } from '../custody-row.js';
import { Handovers } from '../handovers.service.js';
import type { SignatureFact } from '../papers/signatures.service.js';
import { HandOverFiling } from './hand-over-filing.service.js';
import { HandOverRepository, type HandOverRow } from './hand-over.repository.js';
import type { HandOverAcceptance } from './hand-over.schemas.js';

export interface LockedOffer {
  readonly offer: HandOverRow;
  /** Open: an offer does not outlive its custody. */
  readonly custody: CustodyRow;
}

/** Offers under the lock of their device, which settles who comes first. */
@Injectable()
export class HandOverDesk {
  constructor(
    private readonly offers: HandOverRepository,
    private readonly handovers: Handovers,
    private readonly reader: CustodyReader,
    private readonly filing: HandOverFiling,
  ) {}

  /** The actor's own open custody, locked. @throws NOT_FOUND, HAND_OVER_NOT_HOLDER, ALREADY_HANDED_BACK */
  async lockOwn(tx: Tx, actor: Actor, custodyId: string): Promise<CustodyRow> {
    const seen = await this.reader.required(tx, custodyId);
    this.reader.requireFor(actor, 'custody.read', seen);
    if (seen.holderId !== actor.id) throw EquipmentErrors.HAND_OVER_NOT_HOLDER({ holderId: seen.holderId });
    return this.handovers.lockHeld(tx, seen);
  }

  /** The open offer of a custody to a person, locked. @throws NOT_FOUND without any, HAND_OVER_SETTLED */
  async lockOfferTo(tx: Tx, custodyId: string, userId: string): Promise<LockedOffer> {
    if (!(await this.offers.latestTo(tx, custodyId, userId))) throw PlatformErrors.NOT_FOUND();
    const custody = await this.handovers.lock(tx, await this.reader.required(tx, custodyId));
    const offer = await this.offers.latestTo(tx, custodyId, userId);
    if (offer?.state !== 'offered') throw EquipmentErrors.HAND_OVER_SETTLED({ state: offer?.state });
    return { offer, custody };
  }

  /** The offer is taken, every other one lapses, the receiver has signed. */
  async settleAccepted(
    tx: Tx,
    { id, custodyId }: HandOverRow,
    { nextCustodyId, at }: { readonly nextCustodyId: string; readonly at: Date },
    input: z.output<typeof HandOverAcceptance>,
  ): Promise<SignatureFact[]> {
    await this.offers.settle(tx, id, { state: 'accepted', at, nextCustodyId });
    await this.offers.lapse(tx, custodyId, at);
    const row = await this.required(tx, id);
    await this.filing.accepted(tx, row);
    return this.filing.file(tx, row, { side: 'receiver', custodyId: nextCustodyId, at }, input);
  }

  async required(tx: Tx, id: string): Promise<HandOverRow> {
    const row = await this.offers.get(tx, id);
    if (!row) throw PlatformErrors.NOT_FOUND();
    return row;
  }
}
