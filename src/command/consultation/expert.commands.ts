import { Injectable } from '@nestjs/common';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import { ParticipantCommands } from '../sessions/participant.commands.js';
import { GuestCommands } from '../guests/guest.commands.js';
import { GuestRepository } from '../guests/guest.repository.js';
import { isWelcome } from '../guests/guest.rules.js';
import { ConsultationRepository } from './consultation.repository.js';
import { RegisterErrors } from './register/register.errors.js';
import { RegisterRepository } from './register/register.repository.js';

/** Calls an expert of the register: as a person of the organ where they are one, otherwise as a guest. */
@Injectable()
export class ExpertCommands {
  constructor(
    private readonly consultations: ConsultationRepository,
    private readonly register: RegisterRepository,
    private readonly participants: ParticipantCommands,
    private readonly guestCommands: GuestCommands,
    private readonly guests: GuestRepository,
  ) {}

  readonly handlers: Handlers<'expert.invite'> = {
    'expert.invite': (context, payload) => this.invite(context, payload),
  };

  private async invite(context: CommandContext, payload: Payload<'expert.invite'>): Promise<Effect> {
    const { tx, session, seq } = context;
    const expert = await this.register.expert(tx, payload.expertId);
    if (!expert?.active) throw RegisterErrors.EXPERT_UNKNOWN();
    await this.requireNotYet(context, expert.id);
    const { name } = expert;
    // A guest is always of somewhere; who belongs to no institution stands for themselves.
    const organisation = expert.institutionName ?? name;
    const { facts, answer } = await this.admit(context, payload, { name, organisation });
    const [userId, guestId] = ['userId' in payload ? payload.userId : null, answer?.guestId ?? null];
    await this.consultations.saveInvited(tx, session.id, {
      expertId: expert.id,
      name,
      organisation,
      userId,
      guestId,
      invitedSeq: seq,
    });
    const { title, fields } = expert;
    return { facts: { ...facts, name, organisation, title, fields: [...fields] }, answer };
  }

  private async admit(
    context: CommandContext,
    payload: Payload<'expert.invite'>,
    { name, organisation }: { readonly name: string; readonly organisation: string },
  ): Promise<Effect> {
    if ('userId' in payload) {
      const invitation = { userId: payload.userId, role: 'expert' as const };
      return this.participants.handlers['participant.invite'](context, invitation);
    }
    const { purpose, expiresAt, maySpeak } = payload;
    return this.guestCommands.handlers['guest.invite'](context, { name, organisation, purpose, expiresAt, maySpeak });
  }

  /** @throws EXPERT_INVITED while an invitation of theirs opens the session */
  private async requireNotYet({ tx, session, now }: CommandContext, expertId: string): Promise<void> {
    const before = (await this.consultations.invited(tx, session.id)).find((one) => one.expertId === expertId);
    if (!before?.guestId) return;
    const found = await this.guests.find(tx, before.guestId);
    if (found && isWelcome(found.guest, session.state, now)) throw CommandErrors.EXPERT_INVITED();
  }
}
