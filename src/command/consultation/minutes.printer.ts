import { Injectable } from '@nestjs/common';
import { type Actor, Papers, servedBytes, type ServedFile, UnitOfWork } from '../../platform/index.js';
import { MinutesMatterReader } from './minutes-matter.reader.js';
import { minutesPaper } from './minutes.paper.js';

/** Prints what a consultation dealt with and came to. */
@Injectable()
export class MinutesPrinter {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly matter: MinutesMatterReader,
    private readonly papers: Papers,
  ) {}

  /** All of one instant, dated by the last event: the same record gives the same bytes. @throws NOT_FOUND, WRONG_SESSION_KIND */
  async print(actor: Actor, sessionId: string): Promise<ServedFile> {
    const matter = await this.unitOfWork.run(actor, async (tx) => {
      await tx.execute(`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`);
      return this.matter.of(tx, actor, sessionId);
    });
    const bytes = await this.papers.write(minutesPaper(matter));
    return servedBytes(bytes, 'application/pdf', `minutes-${sessionId}-${matter.lastSeq}.pdf`);
  }
}
