import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Actor, Tx } from '../../../platform/index.js';
import { AfterReturn } from './after-return.service.js';
import { CustodyJournal } from './custody.journal.js';
import { CustodyReader } from './custody-reader.service.js';
import type { HandBackCreate, HandBackView } from './custody.schemas.js';
import { Handovers } from './handovers.service.js';
import { CustodyPapers } from './papers/custody-papers.service.js';

type View = z.input<typeof HandBackView>;

/** One device comes back with its papers, inside the caller's transaction. */
@Injectable()
export class Arrivals {
  constructor(
    private readonly handovers: Handovers,
    private readonly papers: CustodyPapers,
    private readonly reader: CustodyReader,
    private readonly journal: CustodyJournal,
    private readonly afterReturn: AfterReturn,
  ) {}

  /** @throws NOT_FOUND, CODE_OF_ANOTHER_DEVICE, ALREADY_HANDED_BACK, LOT_RETURN_TOO_MUCH, CHECKLIST_*, SIGNATURE_UNREADABLE, SIGNER_UNKNOWN */
  async arrive(tx: Tx, actor: Actor, custodyId: string, input: z.output<typeof HandBackCreate>): Promise<View> {
    const { condition = null, batteryPercent = null, position = null, lots = [] } = input;
    const custody = await this.reader.required(tx, custodyId);
    this.reader.requireFor(actor, 'custody.handBack', custody);
    if (input.code !== undefined) await this.handovers.requireScanned(tx, custody, input.code);
    const arrival = { returnedBy: actor.id, returnedByName: actor.name, condition, batteryPercent, position };
    const closed = await this.handovers.handBack(tx, custody, arrival, lots);
    const { signatures, failures } = await this.papers.file(tx, closed, 'hand_back', input);
    const damageId = await this.afterReturn.follow(tx, closed, input, failures);
    await this.journal.handedBack(tx, closed, { signatures, damageId });
    return { ...this.reader.view(actor, await this.reader.required(tx, custodyId)), damageId };
  }
}
