import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page, PageQuery } from '../../../platform/index.js';
import { DocumentReader } from './document-reader.service.js';
import { DocumentCreate, DocumentPage, DocumentView } from './document.schemas.js';
import { DocumentsService } from './documents.service.js';

type View = z.input<typeof DocumentView>;

@Controller('api/v1/devices/:id/documents')
export class DocumentsController {
  constructor(
    private readonly documents: DocumentsService,
    private readonly reader: DocumentReader,
  ) {}

  @Endpoint({
    method: 'POST',
    permission: 'device.manage',
    summary: 'Attach a photo or paper that was brought in before',
    response: DocumentView,
    errors: ['DEVICE_NOT_FOUND', 'FILE_UNKNOWN', 'DOCUMENT_ATTACHED', 'DOCUMENTS_FULL'],
  })
  attach(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: DocumentCreate }) body: z.output<typeof DocumentCreate>,
  ): Promise<View> {
    return this.documents.attach(actor, id, body);
  }

  @Endpoint({
    method: 'GET',
    permission: 'device.list',
    summary: 'Photos and papers, newest first; insurance and registration for parties, invoices for the owner',
    response: DocumentPage,
    errors: ['DEVICE_NOT_FOUND'],
  })
  list(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>,
  ): Promise<Page<View>> {
    return this.reader.list(actor, id, query);
  }

  @Endpoint({
    method: 'DELETE',
    path: ':documentId',
    status: 204,
    permission: 'device.manage',
    summary: 'Take a photo or paper off; its file stays',
    errors: ['DEVICE_NOT_FOUND', 'DOCUMENT_NOT_FOUND'],
  })
  detach(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Param('documentId', { schema: Id }) documentId: string,
  ): Promise<void> {
    return this.documents.detach(actor, id, documentId);
  }
}
