import { Injectable } from '@nestjs/common';
import { UnitTree } from '../../identity/index.js';
import { Clock, type PaperLanguage, Papers, type ServedFile, servedBytes } from '../../platform/index.js';
import { type CustodyReport, custodyPaper } from './custody.paper.js';

/** Puts a report on paper. */
@Injectable()
export class ReportPrinter {
  constructor(
    private readonly papers: Papers,
    private readonly units: UnitTree,
    private readonly clock: Clock,
  ) {}

  unitName(unitId: string): string {
    return this.units.find(unitId)?.name ?? '';
  }

  async print(report: CustodyReport, language: PaperLanguage): Promise<ServedFile> {
    const printedAt = this.clock.now();
    const pdf = await this.papers.write(custodyPaper(report, language, printedAt));
    return servedBytes(pdf, 'application/pdf', `custody-${report.item.id}-${printedAt.toISOString().slice(0, 10)}.pdf`);
  }
}
