import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService } from '../../../identity/index.js';
import {
  type Actor,
  idInCursor,
  keysetPage,
  PlatformErrors,
  UnitOfWork,
  UploadReceiver,
} from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import { AirspacePublicationRepository } from './airspace-publication.repository.js';
import { EditionWriter } from './edition.writer.js';
import { PublicationImport } from './publication-import.service.js';
import {
  parsePublicationMetadata,
  type PublicationDetail,
  type PublicationImportAnswer,
  type PublicationPage,
  type PublicationQuery,
  type PublicationView,
  toEditionView,
  toPublicationView,
} from './publication.schemas.js';

const FILE_LIMIT_MEGABYTES = 20;

/** What authorities published about airspace. */
@Injectable()
export class PublicationsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly publications: AirspacePublicationRepository,
    private readonly imports: PublicationImport,
    private readonly writer: EditionWriter,
    private readonly receiver: UploadReceiver,
    private readonly access: AccessService,
  ) {}

  /** Nothing of the file stays. @throws UPLOAD_…, and what an import throws */
  async receive(actor: Actor, request: IncomingMessage): Promise<z.input<typeof PublicationImportAnswer>> {
    const rules = { texts: ['metadata'], limitMegabytes: FILE_LIMIT_MEGABYTES };
    const { path, digests, texts } = await this.receiver.receive(request, rules);
    try {
      const input = parsePublicationMetadata(texts.get('metadata') ?? '');
      return await this.imports.import(actor, { path, digest: digests.sha256 }, input);
    } finally {
      await this.receiver.discard(path);
    }
  }

  async list({ limit, cursor }: z.output<typeof PublicationQuery>): Promise<z.input<typeof PublicationPage>> {
    const before = idInCursor(cursor);
    const found = await this.unitOfWork.read((tx) => this.publications.list(tx, before, limit + 1));
    const { items, nextCursor } = keysetPage(found, limit, ({ id }) => [id], toPublicationView);
    return { items: [...items], nextCursor };
  }

  /** @throws NOT_FOUND */
  async get(id: string): Promise<z.input<typeof PublicationDetail>> {
    return this.unitOfWork.read(async (tx) => {
      const publication = await this.publications.find(tx, id);
      if (!publication) throw PlatformErrors.NOT_FOUND();
      const editions = await this.publications.editions(tx, id);
      return { ...toPublicationView(publication), editions: editions.map(toEditionView) };
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN, PUBLICATION_ENDED */
  async end(actor: Actor, id: string, reason: string): Promise<z.input<typeof PublicationView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.publications.lockImports(tx);
      const publication = await this.publications.find(tx, id);
      if (!publication) throw PlatformErrors.NOT_FOUND();
      const { unitId, endedAt } = publication;
      this.access.require(actor, 'airspace.manage', [{ id, unitIds: unitId ? [unitId] : [] }]);
      if (endedAt !== null) throw MissionErrors.PUBLICATION_ENDED();
      await this.writer.end(tx, publication, reason);
      return toPublicationView(publication);
    });
  }
}
