import { Body, Controller, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint } from '../../platform/index.js';
import { GuestDesk } from './guest-desk.js';
import { GuestDoor } from './guest-door.js';
import {
  GuestEnter,
  GuestEntryView,
  GuestRecordPage,
  GuestRecordQuery,
  GuestWords,
  GuestWordsAccepted,
} from './guest.schemas.js';

/** The doors of guests: people without an account, confined to one session for a while. */
@Controller('api/v1/command-guests')
export class GuestsController {
  constructor(
    private readonly door: GuestDoor,
    private readonly desk: GuestDesk,
  ) {}

  @Endpoint({
    method: 'POST',
    path: 'enter',
    status: 200,
    permission: 'public',
    idempotent: false,
    summary: 'Enter a session as a guest, by the token of the invitation',
    response: GuestEntryView,
    errors: ['GUEST_PASS_REFUSED', 'RATE_LIMITED'],
  })
  async enter(
    @Body({ schema: GuestEnter }) { token }: z.output<typeof GuestEnter>,
    @Req() request: Request,
  ): Promise<z.input<typeof GuestEntryView>> {
    const { accessToken, expiresAt, guest, title } = await this.door.enter(token, request.ip ?? 'unknown');
    return {
      accessToken,
      expiresAt: expiresAt.toISOString(),
      invitationEndsAt: guest.expiresAt.toISOString(),
      sessionId: guest.sessionId,
      title,
      name: guest.name,
      maySpeak: guest.maySpeak,
      fromSeq: guest.enteredSeq,
    };
  }

  @Endpoint({
    method: 'GET',
    path: 'record',
    permission: 'guest',
    summary: 'The record from one’s entry on, as guests may read it',
    response: GuestRecordPage,
    errors: ['GUEST_PASS_REFUSED', 'RATE_LIMITED'],
  })
  async record(
    @CurrentActor() actor: Actor,
    @Query({ schema: GuestRecordQuery }) { after, limit }: z.output<typeof GuestRecordQuery>,
  ) {
    const { events: items, ...rest } = await this.desk.recordAfter(actor, after, limit);
    return { items, ...rest };
  }

  @Endpoint({
    method: 'POST',
    path: 'words',
    permission: 'guest',
    idempotent: false,
    summary: 'Say something to everyone; a repeated cmdId gets the first answer',
    response: GuestWordsAccepted,
    errors: ['GUEST_PASS_REFUSED', 'FORBIDDEN', 'BAD_STATE', 'CMD_ID_REUSED', 'RATE_LIMITED'],
  })
  async say(@CurrentActor() actor: Actor, @Body({ schema: GuestWords }) body: z.output<typeof GuestWords>) {
    return this.desk.say(actor, body);
  }
}
