import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page, PageQuery } from '../../platform/index.js';
import { CardFilePage, type CardFileView, CardIntakeCreate, CardIntakeView } from './card.schemas.js';
import { Cards } from './cards.service.js';

type View = z.input<typeof CardIntakeView>;

@Controller('api/v1/evidence-intakes')
export class CardsController {
  constructor(private readonly cards: Cards) {}

  @Endpoint({
    method: 'POST',
    permission: 'evidence.create',
    summary: 'Begin to take in a memory card: file by file under this id, or a ZIP file that is unpacked',
    response: CardIntakeView,
    errors: ['EVIDENCE_DEVICE_UNKNOWN', 'EVIDENCE_COLLECTOR_UNKNOWN', 'INTAKE_NOT_ARCHIVE'],
  })
  open(
    @CurrentActor() actor: Actor,
    @Body({ schema: CardIntakeCreate }) body: z.output<typeof CardIntakeCreate>,
  ): Promise<View> {
    return this.cards.open(actor, body);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'evidence.read',
    summary: 'How far the intake of a card has come',
    response: CardIntakeView,
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<View> {
    return this.cards.get(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/files',
    permission: 'evidence.read',
    summary: 'A receipt for each file of the card: its item, or why there is none',
    response: CardFilePage,
  })
  files(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>,
  ): Promise<Page<z.input<typeof CardFileView>>> {
    return this.cards.files(actor, id, query);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/close',
    status: 200,
    permission: 'evidence.create',
    summary: 'Say that every file of the card was sent',
    response: CardIntakeView,
    errors: ['INTAKE_CLOSED'],
  })
  close(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<View> {
    return this.cards.close(actor, id);
  }
}
