import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, BlobRepository, type ServedFile, type Tx, UnitOfWork } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { toCustodyEventView } from '../items/evidence.views.js';
import { ItemAccess } from '../items/item-access.js';
import { CustodyLog } from './custody-log.js';
import type { CustodyReport } from './custody.paper.js';
import type { ReportQuery } from './custody.schemas.js';
import { ReportPrinter } from './report.printer.js';

/** More than that nobody reads on paper; a shorter period can be asked for. */
const MOST_EVENTS = 2_000;

/** The custody log of one item for a period, on paper. */
@Injectable()
export class CustodyReports {
  constructor(
    private readonly visible: ItemAccess,
    private readonly custody: CustodyLog,
    private readonly blobs: BlobRepository,
    private readonly printer: ReportPrinter,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Printing it is an event itself, the last on the paper's next printing. @throws NOT_FOUND, CUSTODY_REPORT_TOO_LONG */
  async write(actor: Actor, id: string, query: z.output<typeof ReportQuery>): Promise<ServedFile> {
    const report = await this.unitOfWork.run(actor, (tx) => this.collect(tx, actor, id, query));
    return this.printer.print(report, query.language);
  }

  private async collect(
    tx: Tx,
    actor: Actor,
    id: string,
    { from, to }: z.output<typeof ReportQuery>,
  ): Promise<CustodyReport> {
    const { item, sight } = await this.visible.see(tx, actor, id);
    const blob = await this.blobs.find(tx, item.sha256);
    if (!blob) throw new Error(`item ${id} has no blob`);
    const events = await this.custody.list(tx, id, { from, to, limit: MOST_EVENTS + 1 });
    if (events.length > MOST_EVENTS) throw EvidenceErrors.CUSTODY_REPORT_TOO_LONG({ most: MOST_EVENTS });
    const period = { from: from?.toISOString() ?? null, to: to?.toISOString() ?? null };
    await this.custody.record(tx, id, 'exported', { what: 'custody_report', ...period, events: events.length });
    return {
      item,
      blob,
      unitName: this.printer.unitName(item.unitId),
      from,
      to,
      events: events.map((event) => toCustodyEventView(event, sight)),
      madeBy: actor.name,
    };
  }
}
