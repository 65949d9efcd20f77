import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../../platform/index.js';
import { CheckOutBatch, CheckOutBatchDone } from './batch/check-out-batch.schemas.js';
import { CheckOutBatches } from './batch/check-out-batch.service.js';
import { CheckOutsService } from './check-outs.service.js';
import { CustodyDetail } from './custody-detail.schemas.js';
import { CustodyDossier } from './custody-dossier.service.js';
import { CustodyReader } from './custody-reader.service.js';
import {
  CheckOutCreate,
  CheckOutView,
  CustodyPage,
  CustodyQuery,
  CustodyView,
  HandBackCreate,
  HandBackView,
} from './custody.schemas.js';
import { DrawnSignatureList } from './papers/signature.schemas.js';

type View = z.input<typeof CustodyView>;

@Controller('api/v1/check-outs')
export class CheckOutsController {
  constructor(
    private readonly checkOuts: CheckOutsService,
    private readonly batches: CheckOutBatches,
    private readonly dossier: CustodyDossier,
    private readonly reader: CustodyReader,
  ) {}

  @Endpoint({
    method: 'POST',
    permission: 'custody.checkOut',
    summary: 'Check a device out: on the booking named, on the unit’s own that runs or soon begins, or from now on',
    response: CheckOutView,
    errors: [
      'DEVICE_ALREADY_OUT',
      'DEVICE_NOT_FOUND',
      'BOOKING_CONFLICT',
      'BOOKING_NOT_OPEN',
      'BOOKING_PERIOD_OVER',
      'DEVICE_NOT_IN_BOOKING',
      'DEVICE_NOT_IN_SERVICE',
      'CHECKLIST_INCOMPLETE',
      'CHECKLIST_FAILED',
      'SIGNATURE_UNREADABLE',
    ],
  })
  checkOut(
    @CurrentActor() actor: Actor,
    @Body({ schema: CheckOutCreate }) body: z.output<typeof CheckOutCreate>,
  ): Promise<z.input<typeof CheckOutView>> {
    return this.checkOuts.checkOut(actor, body);
  }

  @Endpoint({
    method: 'POST',
    path: 'batch',
    permission: 'custody.checkOut',
    summary: 'Check several devices out by their codes: all of them, or none and a reason for each line',
    response: CheckOutBatchDone,
    errors: ['BATCH_REFUSED'],
  })
  checkOutBatch(
    @CurrentActor() actor: Actor,
    @Body({ schema: CheckOutBatch }) body: z.output<typeof CheckOutBatch>,
  ): Promise<z.input<typeof CheckOutBatchDone>> {
    return this.batches.checkOut(actor, body);
  }

  @Endpoint({ method: 'GET', permission: 'custody.read', summary: 'Who has or had what', response: CustodyPage })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: CustodyQuery }) query: z.output<typeof CustodyQuery>,
  ): Promise<Page<View>> {
    return this.reader.list(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'custody.read',
    summary: 'One check-out with what was signed and answered',
    response: CustodyDetail,
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof CustodyDetail>> {
    return this.dossier.get(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/signatures',
    permission: 'custody.read',
    summary: 'The drawn signatures of a check-out',
    response: DrawnSignatureList,
  })
  signatures(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
  ): Promise<z.input<typeof DrawnSignatureList>> {
    return this.dossier.signatures(actor, id);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/hand-back',
    status: 200,
    permission: 'custody.handBack',
    summary: 'Hand a device back',
    response: HandBackView,
    errors: ['ALREADY_HANDED_BACK', 'LOT_RETURN_TOO_MUCH', 'CHECKLIST_INCOMPLETE', 'SIGNATURE_UNREADABLE'],
  })
  handBack(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: HandBackCreate }) body: z.output<typeof HandBackCreate>,
  ): Promise<z.input<typeof HandBackView>> {
    return this.checkOuts.handBack(actor, id, body);
  }
}
