import { Injectable } from '@nestjs/common';
import type { CommandContext, Effect } from '../commands/command-context.js';
import { Membership } from '../commands/membership.js';
import { ParticipantRepository } from './participant.repository.js';
import { ROLE_AFTER_COMMAND } from './session-roles.js';

/** Passes command to the giver of a command, whichever way it comes about. */
@Injectable()
export class CommandPassing {
  constructor(
    private readonly membership: Membership,
    private readonly participants: ParticipantRepository,
  ) {}

  /** The former commander stays, heard but without authority; whatever they still have under way is stale from now on. */
  async pass(context: CommandContext): Promise<Effect> {
    const { tx, session, user } = context;
    const former = await this.participants.find(tx, session.id, session.commanderUserId);
    if (former) await this.membership.setRole(context, former, ROLE_AFTER_COMMAND);
    await this.membership.enter(context, 'commander');
    const epoch = session.epoch + 1;
    return {
      facts: { fromUserId: session.commanderUserId, epoch },
      session: {
        commanderUserId: user.id,
        commanderUnitId: user.unitId,
        epoch,
        offeredToUserId: null,
        offerExpiresAt: null,
      },
    };
  }
}
