import { Body, Controller, Query } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  CurrentActor,
  idInCursor,
  Endpoint,
  keysetPage,
  type Page,
  UnitOfWork,
} from '../../platform/index.js';
import { previewOf } from './preview.rules.js';
import { type QuarantineRecord, QuarantineRepository } from './quarantine.repository.js';
import { QuarantineReplay } from './quarantine-replay.service.js';
import {
  QuarantinePage,
  QuarantineQuery,
  type QuarantineView,
  ReplayRequest,
  ReplayView,
} from './quarantine.schemas.js';

@Controller('api/v1/quarantine')
export class QuarantineController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: QuarantineRepository,
    private readonly replay: QuarantineReplay,
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

  // Its messages are made durable one batch after the other, each once: a second time finds them taken.
  @Endpoint({
    method: 'POST',
    path: 'replay',
    permission: 'quarantine.replay',
    idempotent: false,
    status: 200,
    summary: 'Read messages again as they came, after what was wrong has been put right',
    response: ReplayView,
  })
  again(
    @CurrentActor() actor: Actor,
    @Body({ schema: ReplayRequest }) wish: z.output<typeof ReplayRequest>,
  ): Promise<z.input<typeof ReplayView>> {
    return this.replay.replay(actor, wish);
  }
}

function toView({ beginning, ...record }: QuarantineRecord): z.input<typeof QuarantineView> {
  return {
    ...record,
    receivedAt: record.receivedAt.toISOString(),
    lastReceivedAt: record.lastReceivedAt.toISOString(),
    replayedAt: record.replayedAt?.toISOString() ?? null,
    sha256: record.sha256.toString('hex'),
    preview: previewOf(beginning),
  };
}
