import { Body, Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint } from '../../platform/index.js';
import { GuestWordsAccepted } from '../guests/guest.schemas.js';
import { GuestAnswer, GuestConsultationView } from './consultation.schemas.js';
import { GuestRooms } from './guest-rooms.js';
import { GuestVoices } from './guest-voices.js';

/** A consultation for those who were let in from outside. */
@Controller('api/v1/command-guests/consultation')
export class GuestConsultationController {
  constructor(
    private readonly rooms: GuestRooms,
    private readonly voices: GuestVoices,
  ) {}

  @Endpoint({
    method: 'GET',
    permission: 'guest',
    summary: 'The consultation one is a guest of: agenda, materials for everyone, and the present wordings',
    response: GuestConsultationView,
    errors: ['GUEST_PASS_REFUSED', 'WRONG_SESSION_KIND'],
  })
  get(@CurrentActor() actor: Actor): Promise<z.input<typeof GuestConsultationView>> {
    return this.rooms.of(actor);
  }

  @Endpoint({
    method: 'POST',
    path: 'answers',
    permission: 'guest',
    idempotent: false,
    summary: 'Sign the wording of a conclusion, or dissent from it; a repeated cmdId gets the first answer',
    response: GuestWordsAccepted,
    errors: [
      'GUEST_PASS_REFUSED',
      'FORBIDDEN',
      'BAD_STATE',
      'CMD_ID_REUSED',
      'WRONG_SESSION_KIND',
      'CONCLUSION_UNKNOWN',
      'CONCLUSION_CHANGED',
      'CONCLUSION_ANSWERED',
      'RATE_LIMITED',
    ],
  })
  answer(@CurrentActor() actor: Actor, @Body({ schema: GuestAnswer }) body: z.output<typeof GuestAnswer>) {
    return this.voices.answer(actor, body);
  }
}
