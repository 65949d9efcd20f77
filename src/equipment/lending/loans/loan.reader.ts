import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  idInCursor,
  keysetPage,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import { type FileSight, FileSights } from '../../register/files/file-sights.js';
import { PoolRights } from '../../pool-rights.service.js';
import { LoanDesk } from './loan-desk.service.js';
import { LoanRepository } from './loan.repository.js';
import { type JourneyDetail, type JourneyQuery, type JourneyView, toStepView } from './loan.schemas.js';

/** Journeys of lent devices, for the owner and the borrower. */
@Injectable()
export class LoanReader implements FileSight, OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly loans: LoanRepository,
    private readonly desk: LoanDesk,
    private readonly rights: PoolRights,
    private readonly sights: FileSights,
  ) {}

  onModuleInit(): void {
    this.sights.register(this);
  }

  /** Newest first. */
  async list(actor: Actor, query: z.output<typeof JourneyQuery>): Promise<Page<z.input<typeof JourneyView>>> {
    const { limit, cursor, ...filter } = query;
    const before = idInCursor(cursor);
    const scope = this.rights.scope(actor, 'loan.read');
    const rows = await this.unitOfWork.read((tx) =>
      this.loans.list(tx, { ...filter, scope, before, limit: limit + 1 }),
    );
    return keysetPage(
      rows,
      limit,
      ({ id }) => [id],
      (row) => this.desk.view(row),
    );
  }

  /** @throws NOT_FOUND */
  async get(actor: Actor, id: string): Promise<z.input<typeof JourneyDetail>> {
    return this.unitOfWork.read(async (tx) => {
      const [row] = await this.desk.required(tx, actor, [id]);
      if (!row) throw PlatformErrors.NOT_FOUND();
      const steps = await this.loans.steps(tx, [id]);
      const photos = await this.loans.photosOf(
        tx,
        steps.map((step) => step.id),
      );
      return { ...this.desk.view(row), steps: steps.map((step) => toStepView(step, photos)) };
    });
  }

  async shows(tx: Tx, actor: Actor, fileId: string): Promise<boolean> {
    return (await this.loans.journeysShowing(tx, fileId)).some((row) => this.desk.shows(actor, row));
  }
}
