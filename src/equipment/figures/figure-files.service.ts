import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../identity/index.js';
import { type Actor, Clock, Papers, type ServedFile, servedBytes, servedSheet } from '../../platform/index.js';
import { PoolRights } from '../pool-rights.service.js';
import type { UtilisationFileQuery } from './figures.schemas.js';
import { Figures } from './figures.service.js';
import { utilisationPaper, utilisationSheet } from './utilisation.report.js';

/** Figures to be handed on: as a workbook to count on with, as a paper to be signed. */
@Injectable()
export class FigureFiles {
  constructor(
    private readonly figures: Figures,
    private readonly rights: PoolRights,
    private readonly papers: Papers,
    private readonly clock: Clock,
  ) {}

  /** @throws DEVICE_KIND_UNKNOWN */
  async utilisation(
    actor: Actor,
    { f, language, ...query }: z.output<typeof UtilisationFileQuery>,
  ): Promise<ServedFile> {
    const report = { by: query.by, language, figures: await this.figures.utilisation(query) };
    const name = `utilisation-${query.from.toISOString().slice(0, 10)}-${query.to.toISOString().slice(0, 10)}.${f}`;
    if (f === 'xlsx') return servedSheet(f, utilisationSheet(report), name);
    const issuer = this.rights.nameOf(asUser(actor).unitId);
    const paper = utilisationPaper(report, issuer, this.clock.now());
    return servedBytes(await this.papers.write(paper), 'application/pdf', name);
  }
}
