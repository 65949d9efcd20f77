import { Body, Controller, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page, sendDownload } from '../../platform/index.js';
import { SiteRecordPapers } from './papers/site-record-papers.service.js';
import { SiteRecordDesk } from './site-record.desk.js';
import { SiteRecordReader } from './site-record.reader.js';
import {
  PaperQuery,
  SigningInput,
  type SiteRecordBrief,
  SiteRecordInput,
  SiteRecordPage,
  SiteRecordQuery,
  SiteRecordView,
} from './site-record.schemas.js';
import { SiteRecordSigning } from './site-record.signing.js';

type View = z.input<typeof SiteRecordView>;

@Controller('api/v1/site-records')
export class SiteRecordController {
  constructor(
    private readonly desk: SiteRecordDesk,
    private readonly signing: SiteRecordSigning,
    private readonly reader: SiteRecordReader,
    private readonly papers: SiteRecordPapers,
  ) {}

  @Endpoint({
    method: 'GET',
    permission: 'evidence.read',
    summary: 'On-site records of a case, newest first',
    response: SiteRecordPage,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: SiteRecordQuery }) query: z.output<typeof SiteRecordQuery>,
  ): Promise<Page<z.input<typeof SiteRecordBrief>>> {
    return this.reader.list(actor, query);
  }

  @Endpoint({
    method: 'PUT',
    path: ':id',
    permission: 'evidence.record',
    summary: 'Bring in a record written at the place, under the id made on the phone; again changes nothing',
    response: SiteRecordView,
    errors: [
      'SITE_RECORD_ID_TAKEN',
      'SITE_RECORD_BEING_SIGNED',
      'SITE_RECORD_SIGNED',
      'SITE_RECORD_PERSON_UNKNOWN',
      'SITE_RECORD_CORRECTS_UNSIGNED',
    ],
  })
  put(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: SiteRecordInput }) body: z.output<typeof SiteRecordInput>,
  ): Promise<View> {
    return this.desk.put(actor, id, body);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'evidence.read',
    summary: 'One record with its signatures and what has arrived of what it lists',
    response: SiteRecordView,
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<View> {
    return this.reader.get(actor, id);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/signatures',
    permission: 'evidence.record',
    summary: 'Sign a record, or note a refusal or why there is no witness; complete, it is signed for good',
    response: SiteRecordView,
    errors: [
      'SITE_RECORD_SIGNED',
      'SITE_RECORD_DIGEST_DIFFERS',
      'SITE_RECORD_CODE_WRONG',
      'SITE_RECORD_SIGNER_OUTSIDE',
      'SITE_RECORD_SIGNED_BEFORE',
      'SITE_RECORD_DRAWING_UNREADABLE',
    ],
  })
  sign(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: SigningInput }) body: z.output<typeof SigningInput>,
  ): Promise<View> {
    return this.signing.sign(actor, id, body);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/paper',
    permission: 'evidence.read',
    summary: 'The record on paper (PDF), with its list, sketch map, signatures, short code and QR code',
    produces: 'application/pdf',
  })
  async paper(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PaperQuery }) { language }: z.output<typeof PaperQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.papers.write(actor, id, language));
  }
}
