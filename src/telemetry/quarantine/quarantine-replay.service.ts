import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, AuditTrail, Clock, UnitOfWork } from '../../platform/index.js';
import { IntakeWriter } from '../intake/intake.writer.js';
import { HeldMessageReader } from './held-message.reader.js';
import type { ReplayCode } from './quarantine.codes.js';
import { type HeldMessage, QuarantineRepository, type Replayed, type ReplayWish } from './quarantine.repository.js';
import type { ReplayView } from './quarantine.schemas.js';

/**
 * Reads messages again as they came, by what is known now: a device was registered, a unit was added, a dialect learned.
 * Nothing is answered to a device, and what it asked then is not done now.
 */
@Injectable()
export class QuarantineReplay {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: QuarantineRepository,
    private readonly reader: HeldMessageReader,
    private readonly writer: IntakeWriter,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Frames are kept once however often their message is read. */
  async replay(actor: Actor, wish: ReplayWish): Promise<z.input<typeof ReplayView>> {
    const messages = await this.unitOfWork.read((tx) => this.repository.waiting(tx, wish));
    const replayed: Replayed[] = [];
    for (const message of messages) replayed.push({ id: message.id, code: await this.again(message) });
    await this.unitOfWork.run(actor, async (tx) => {
      await this.repository.recordReplays(tx, replayed, this.clock.now());
      await this.audit.record(tx, { action: 'quarantine.replay', details: { replayed } });
    });
    const refused = replayed.flatMap(({ id, code }) => (code === null ? [] : [{ id, code }]));
    return { taken: replayed.length - refused.length, refused };
  }

  private async again(message: HeldMessage): Promise<ReplayCode | null> {
    const read = await this.reader.read(message);
    if ('code' in read) return read.code;
    const kept = await this.writer.keepAgain(read);
    return kept.refusal?.code ?? null;
  }
}
