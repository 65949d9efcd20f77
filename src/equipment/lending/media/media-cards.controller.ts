import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../../platform/index.js';
import { CardHandOvers } from './card-hand-overs.service.js';
import { Clearing } from './clearing.service.js';
import { MediaCardsService } from './media-cards.service.js';
import {
  MediaCardClear,
  MediaCardCreate,
  MediaCardHandOver,
  MediaCardInsert,
  MediaCardSeal,
  MediaCardView,
} from './media.schemas.js';
import { Sealing } from './sealing.service.js';

type View = z.input<typeof MediaCardView>;

/** What happens to a card. */
@Controller('api/v1/media-cards')
export class MediaCardsController {
  constructor(
    private readonly cards: MediaCardsService,
    private readonly clearing: Clearing,
    private readonly sealing: Sealing,
    private readonly handOvers: CardHandOvers,
  ) {}

  @Endpoint({
    method: 'POST',
    permission: 'media.use',
    summary: 'Register a memory card by its code or label',
    response: MediaCardView,
    errors: ['CARD_CODE_TAKEN'],
  })
  register(
    @CurrentActor() actor: Actor,
    @Body({ schema: MediaCardCreate }) body: z.output<typeof MediaCardCreate>,
  ): Promise<View> {
    return this.cards.register(actor, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/insert',
    status: 200,
    permission: 'media.use',
    summary: 'Put a card into a device; a cleared one begins anew',
    response: MediaCardView,
    errors: ['CARD_INSERTED', 'CARD_STATE', 'DEVICE_NOT_FOUND'],
  })
  insert(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: MediaCardInsert }) { deviceId }: z.output<typeof MediaCardInsert>,
  ): Promise<View> {
    return this.cards.insert(actor, id, deviceId);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/remove',
    status: 200,
    permission: 'media.use',
    summary: 'Take a card out of its device',
    response: MediaCardView,
    errors: ['CARD_NOT_INSERTED'],
  })
  remove(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<View> {
    return this.cards.remove(actor, id);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/clear',
    status: 200,
    permission: 'media.use',
    summary: 'Say that a card was cleared; refused while the server has not received every file on it',
    response: MediaCardView,
    errors: ['CARD_STATE', 'CARD_COUNT_DIFFERS', 'CARD_NOT_RECEIVED'],
  })
  clear(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: MediaCardClear }) { fileCount }: z.output<typeof MediaCardClear>,
  ): Promise<View> {
    return this.clearing.clear(actor, id, fileCount);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/seal',
    status: 200,
    permission: 'media.use',
    summary: 'Seal a card before a witness, with photos before and after',
    response: MediaCardView,
    errors: ['CARD_STATE', 'CARD_INSERTED', 'SEAL_NUMBER_USED', 'WITNESS_UNKNOWN', 'FILE_UNKNOWN', 'PHOTO_NOT_PICTURE'],
  })
  seal(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: MediaCardSeal }) body: z.output<typeof MediaCardSeal>,
  ): Promise<View> {
    return this.sealing.seal(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/hand-over',
    status: 200,
    permission: 'media.use',
    summary: 'Give a sealed card to the handler of its case, who signs for it',
    response: MediaCardView,
    errors: ['CARD_STATE', 'CARD_RECEIVER_UNFIT', 'SIGNATURE_UNREADABLE'],
  })
  handOver(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: MediaCardHandOver }) body: z.output<typeof MediaCardHandOver>,
  ): Promise<View> {
    return this.handOvers.handOver(actor, id, body);
  }
}
