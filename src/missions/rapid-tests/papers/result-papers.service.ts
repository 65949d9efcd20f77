import { Injectable } from '@nestjs/common';
import {
  type Actor,
  Clock,
  type PaperLanguage,
  Papers,
  type ServedFile,
  servedBytes,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import { RapidTestReader } from '../rapid-test.reader.js';
import { resultPaper, type RunResult } from './result.paper.js';
import { ResultNames } from './result-names.service.js';

/** The result of a run on paper. */
@Injectable()
export class ResultPapers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: RapidTestReader,
    private readonly names: ResultNames,
    private readonly papers: Papers,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND */
  async write(actor: Actor, id: string, language: PaperLanguage): Promise<ServedFile> {
    const result = await this.unitOfWork.read(async (tx) => this.collect(tx, actor, id));
    const pdf = await this.papers.write(resultPaper(result, language, this.clock.now()));
    return servedBytes(pdf, 'application/pdf', `rapid-test-${result.run.at.toISOString().slice(0, 10)}.pdf`);
  }

  private async collect(tx: Tx, actor: Actor, id: string): Promise<RunResult> {
    const run = await this.reader.visible(tx, actor, id);
    return { ...(await this.reader.whole(tx, run)), ...(await this.names.of(tx, run)) };
  }
}
