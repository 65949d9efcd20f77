import { Injectable } from '@nestjs/common';
import { type Actor, Clock, type PaperLanguage, Papers, type ServedFile, servedBytes } from '../../platform/index.js';
import { ShiftReader } from './shift-reader.service.js';
import { shiftPaper } from './shift.paper.js';
import { ShiftHandoverDetail } from './shift.schemas.js';

/** What was handed over, to be signed by pen and filed. */
@Injectable()
export class ShiftPapers {
  constructor(
    private readonly reader: ShiftReader,
    private readonly papers: Papers,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN */
  async write(actor: Actor, id: string, language: PaperLanguage): Promise<ServedFile> {
    const handover = ShiftHandoverDetail.parse(await this.reader.get(actor, id));
    const pdf = await this.papers.write(shiftPaper(handover, language, this.clock.now()));
    return servedBytes(pdf, 'application/pdf', `shift-${handover.offeredAt.slice(0, 10)}.pdf`);
  }
}
