import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, AuditTrail, Clock, type Tx, UnitOfWork } from '../../platform/index.js';
import { PersonAccess } from '../users/person-access.js';
import type { ContactInput, ContactView } from './contact.schemas.js';
import { ReachRepository } from './reach.repository.js';

type View = z.input<typeof ContactView>;

/** Where people are reached outside the console: their own to say, and their commanders’ to see. */
@Injectable()
export class Contacts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: ReachRepository,
    private readonly persons: PersonAccess,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN */
  async get(actor: Actor, userId: string): Promise<View> {
    return this.unitOfWork.read(async (tx) => {
      await this.persons.require(tx, actor, actor.id === userId ? 'contact.read' : 'contact.readOfOthers', userId);
      return this.view(tx, userId);
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async set(actor: Actor, userId: string, input: z.output<typeof ContactInput>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const permission = actor.id === userId ? 'contact.manage' : 'contact.manageOfOthers';
      await this.persons.require(tx, actor, permission, userId);
      await this.repository.saveContact(tx, { userId, ...input }, actor.id, this.clock.now());
      // The trail is read by others than the contact is: it says what there is, not what it says.
      const details = { mobile: input.mobile !== null, email: input.email !== null };
      await this.audit.record(tx, { action: 'identity.setContact', subject: { kind: 'user', id: userId }, details });
      return this.view(tx, userId);
    });
  }

  private async view(tx: Tx, userId: string): Promise<View> {
    const [contact] = await this.repository.contactsOf(tx, [userId]);
    return contact ?? { userId, mobile: null, email: null };
  }
}
