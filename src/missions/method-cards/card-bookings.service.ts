import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { BookingsService, type BookingView, USUAL_PRIORITY } from '../../equipment/index.js';
import { type Actor, PlatformErrors, UnitOfWork } from '../../platform/index.js';
import { MissionErrors } from '../missions.errors.js';
import { kitPieces } from './card-booking.rules.js';
import type { CardBookingInput } from './card-booking.schemas.js';
import { MethodCardRepository } from './method-card.repository.js';
import { toCardFacts } from './method-card.schemas.js';
import type { MethodCardFacts } from './method-card.rules.js';

type Input = z.output<typeof CardBookingInput>;

/** Books what a card needs: the pool decides whether it can be had, and keeps the lots. */
@Injectable()
export class CardBookings {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cards: MethodCardRepository,
    private readonly bookings: BookingsService,
  ) {}

  /** @throws NOT_FOUND, METHOD_CARD_WITHOUT_INSTRUMENT, and what `BookingsService.book` throws */
  async book(actor: Actor, cardId: string, input: Input): Promise<z.input<typeof BookingView>> {
    const card = await this.unitOfWork.read((tx) => this.cards.find(tx, cardId));
    if (!card) throw PlatformErrors.NOT_FOUND();
    return this.bookings.book(actor, orderFor(toCardFacts(card), input));
  }
}

function orderFor(card: MethodCardFacts, input: Input): Parameters<BookingsService['book']>[1] {
  const { during, purpose, caseId, deviceId, testerId, tests } = input;
  const { kitCode, deviceKindCode } = card;
  if (deviceId === undefined && deviceKindCode === null) throw MissionErrors.METHOD_CARD_WITHOUT_INSTRUMENT();
  return {
    during,
    purpose,
    caseId,
    ...(deviceId === undefined
      ? { anyOf: { kindCode: deviceKindCode ?? undefined, quantity: 1 } }
      : { deviceIds: [deviceId] }),
    kits: kitCode === null ? [] : [{ kitCode, quantity: kitPieces(card, tests) }],
    people: [{ capacity: 'tester', userId: testerId }],
    priority: USUAL_PRIORITY,
  };
}
