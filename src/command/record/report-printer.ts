import { Injectable } from '@nestjs/common';
import {
  type Actor,
  Clock,
  type Paper,
  type PaperLanguage,
  Papers,
  type ServedFile,
  servedBytes,
} from '../../platform/index.js';
import { briefingPaper } from './briefing.paper.js';
import { logPaper, sitrepPaper } from './report.papers.js';
import { Reports } from './reports.service.js';
import { Sitreps } from './sitreps.service.js';

/** Puts what was drawn from the record on paper. */
@Injectable()
export class ReportPrinter {
  constructor(
    private readonly reports: Reports,
    private readonly sitreps: Sitreps,
    private readonly papers: Papers,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, COMMAND_LOG_TOO_LONG */
  async log(
    actor: Actor,
    id: string,
    { language, ...during }: { readonly language: PaperLanguage; readonly from?: Date; readonly to?: Date },
  ): Promise<ServedFile> {
    const paper = logPaper(await this.reports.log(actor, id, during), actor.name, language);
    return this.printed(paper, this.clock.now(), `command-log-${id}`);
  }

  /** As it was issued: the same bytes each time. @throws NOT_FOUND */
  async sitrep(actor: Actor, id: string, number: number, language: PaperLanguage): Promise<ServedFile> {
    const report = await this.sitreps.get(actor, id, number);
    return this.printed(sitrepPaper(report, language), new Date(report.issuedAt), `sitrep-${id}-${number}`);
  }

  /** @throws NOT_FOUND */
  async briefing(actor: Actor, id: string, language: PaperLanguage): Promise<ServedFile> {
    const paper = briefingPaper(await this.reports.briefing(actor, id), actor.name, language);
    return this.printed(paper, this.clock.now(), `briefing-${id}`);
  }

  private async printed(paper: Omit<Paper, 'printedAt'>, printedAt: Date, name: string): Promise<ServedFile> {
    return servedBytes(await this.papers.write({ ...paper, printedAt }), 'application/pdf', `${name}.pdf`);
  }
}
