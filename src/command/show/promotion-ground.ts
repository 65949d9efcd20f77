import { Injectable } from '@nestjs/common';
import { People } from '../../identity/index.js';
import { digestBytes, UnitOfWork } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { Command } from '../commands/command-types.js';
import { EventRepository } from '../events/event.repository.js';
import { SessionRepository } from '../sessions/session.repository.js';
import type { Still } from './still-shelf.js';

/** What a still is promoted for, and who held the phone. */
export interface Ground {
  readonly caseId: string;
  readonly sessionTitle: string;
  readonly holderName: string;
}

/** Looks before a disk is written to whether a promotion can become anything. */
@Injectable()
export class PromotionGround {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly events: EventRepository,
    private readonly people: People,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** undefined for a repetition, and where the session does not run. @throws ALREADY_PROMOTED */
  async of({ sessionId, cmdId }: Command, { bytes, holderUserId }: Still): Promise<Ground | undefined> {
    return this.unitOfWork.read(async (tx) => {
      const session = await this.sessions.find(tx, sessionId);
      const isRunning = session?.state === 'open' || session?.state === 'suspended';
      if (!isRunning || (await this.events.isEntered(tx, sessionId, cmdId))) return undefined;
      const promotedSeq = await this.events.stillOf(tx, sessionId, digestBytes(bytes).sha256);
      if (promotedSeq !== undefined) throw CommandErrors.ALREADY_PROMOTED({ promotedSeq });
      const holder = await this.people.find(tx, holderUserId);
      return { caseId: session.caseId, sessionTitle: session.title, holderName: holder?.displayName ?? '' };
    });
  }
}
