import { Controller, Query } from '@nestjs/common';
import type { z } from 'zod';
import { idInCursor, Endpoint, keysetPage, type Page, UnitOfWork } from '../../platform/index.js';
import { previewOf } from './preview.rules.js';
import { type QuarantineRecord, QuarantineRepository } from './quarantine.repository.js';
import { QuarantinePage, QuarantineQuery, type QuarantineView } from './quarantine.schemas.js';

@Controller('api/v1/quarantine')
export class QuarantineController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: QuarantineRepository,
  ) {}

  @Endpoint({
    method: 'GET',
    permission: 'quarantine.read',
    summary: 'Messages of devices that could not be used, newest first, each with the reason',
    response: QuarantinePage,
  })
  async list(
    @Query({ schema: QuarantineQuery }) { code, cursor, limit }: z.output<typeof QuarantineQuery>,
  ): Promise<Page<z.input<typeof QuarantineView>>> {
    const before = idInCursor(cursor);
    const records = await this.unitOfWork.read((tx) => this.repository.list(tx, code, before, limit + 1));
    return keysetPage(records, limit, ({ id }) => [id], toView);
  }
}

function toView({ beginning, ...record }: QuarantineRecord): z.input<typeof QuarantineView> {
  return {
    ...record,
    receivedAt: record.receivedAt.toISOString(),
    sha256: record.sha256.toString('hex'),
    preview: previewOf(beginning),
  };
}
