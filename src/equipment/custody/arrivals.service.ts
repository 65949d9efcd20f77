import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Actor, Tx } from '../../platform/index.js';
import { JourneyEnds } from '../loans/journey-ends.service.js';
import { CustodyJournal } from './custody.journal.js';
import { CustodyReader } from './custody-reader.service.js';
import type { CustodyView, HandBackCreate } from './custody.schemas.js';
import { Handovers } from './handovers.service.js';
import { HandOverRepository } from './hand-overs/hand-over.repository.js';
import { CustodyPapers } from './papers/custody-papers.service.js';

type View = z.input<typeof CustodyView>;

/** One device comes back with its papers, inside the caller's transaction. */
@Injectable()
export class Arrivals {
  constructor(
    private readonly handovers: Handovers,
    private readonly offers: HandOverRepository,
    private readonly papers: CustodyPapers,
    private readonly reader: CustodyReader,
    private readonly journal: CustodyJournal,
    private readonly journeys: JourneyEnds,
  ) {}

  /** @throws NOT_FOUND, ALREADY_HANDED_BACK, LOT_RETURN_TOO_MUCH, CHECKLIST_*, SIGNATURE_UNREADABLE, SIGNER_UNKNOWN */
  async arrive(tx: Tx, actor: Actor, custodyId: string, input: z.output<typeof HandBackCreate>): Promise<View> {
    const { condition = null, batteryPercent = null, position = null, lots = [] } = input;
    const custody = await this.reader.required(tx, custodyId);
    this.reader.requireFor(actor, 'custody.handBack', custody);
    const arrival = { returnedBy: actor.id, returnedByName: actor.name, condition, batteryPercent, position };
    const closed = await this.handovers.handBack(tx, custody, arrival, lots);
    await this.offers.lapse(tx, custodyId, closed.returnedAt ?? closed.checkedOutAt);
    await this.journeys.cameBack(tx, closed, { condition: input.condition, position: input.position });
    const { signatures } = await this.papers.file(tx, closed, 'hand_back', input);
    await this.journal.handedBack(tx, closed, { signatures });
    return this.reader.view(actor, await this.reader.required(tx, custodyId));
  }
}
