import { Injectable } from '@nestjs/common';
import type { Handlers } from '../commands/command-context.js';
import { GuestCommands } from '../guests/guest.commands.js';
import { LifeCommands } from './life.commands.js';
import { MemberCommands } from './member.commands.js';
import { OfferCommands } from './offer.commands.js';
import { ParticipantCommands } from './participant.commands.js';
import { TakeOverCommands } from './take-over.commands.js';

/** Everything about the session itself: its life, who takes part, who commands. */
@Injectable()
export class SessionCommands {
  constructor(
    private readonly participants: ParticipantCommands,
    private readonly members: MemberCommands,
    private readonly guests: GuestCommands,
    private readonly offers: OfferCommands,
    private readonly takeOvers: TakeOverCommands,
    private readonly life: LifeCommands,
  ) {}

  get handlers() {
    return {
      ...this.participants.handlers,
      ...this.members.handlers,
      ...this.guests.handlers,
      ...this.offers.handlers,
      ...this.takeOvers.handlers,
      ...this.life.handlers,
    } satisfies Partial<Handlers>;
  }
}
