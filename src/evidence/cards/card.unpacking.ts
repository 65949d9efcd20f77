import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { Actors } from '../../identity/index.js';
import {
  type Actor,
  AppError,
  Clock,
  LOGGER,
  type Logger,
  OnJob,
  SYSTEM,
  UnitOfWork,
  type ZipArchive,
} from '../../platform/index.js';
import { CardArchives } from './card.archives.js';
import type { CardIntake } from './card-intake.entity.js';
import { CardRepository } from './card.repository.js';

export const UNPACK_QUEUE = 'evidence.unpack';

/** Takes the files of a card’s archive in, one after another. Begun again, it goes on with those that have no receipt. */
@Injectable()
export class CardUnpacking implements BeforeApplicationShutdown {
  private stopping = false;

  constructor(
    private readonly cards: CardRepository,
    private readonly archives: CardArchives,
    private readonly actors: Actors,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  beforeApplicationShutdown(): void {
    this.stopping = true;
  }

  @OnJob(UNPACK_QUEUE)
  async unpack(data: Record<string, unknown>): Promise<void> {
    const intakeId = String(data['intakeId']);
    const intake = await this.unitOfWork.read((tx) => this.cards.find(tx, intakeId));
    if (intake?.state !== 'unpacking' || intake.archiveId === null) return;
    const actor = await this.actors.find(intake.openedBy);
    if (!actor) return this.fail(intake, 'FORBIDDEN');
    const fault = await this.archives.withArchive(intake.archiveId, (archive) => this.takeAll(actor, intake, archive));
    if (fault) await this.fail(intake, fault.code);
    else await this.end(intake, { state: 'closed', closedAt: this.clock.now() });
  }

  private async takeAll(actor: Actor, { id }: CardIntake, archive: ZipArchive): Promise<void> {
    const entries = archive.listed.length + archive.refused.length;
    await this.unitOfWork.run(SYSTEM, (tx) => this.cards.update(tx, id, { entries }));
    const done = await this.unitOfWork.read((tx) => this.cards.pathsReceived(tx, id));
    for (const refused of archive.refused) await this.archives.refuse(actor, id, refused, done);
    for (const entry of archive.listed) {
      if (this.stopping) throw new Error('the service stops; the rest of the card is unpacked later');
      if (!done.has(entry.name)) await this.archives.take(actor, id, archive, entry);
    }
  }

  private async fail(intake: CardIntake, fault: AppError['code']): Promise<void> {
    this.logger.warn({ intakeId: intake.id, code: fault }, 'the archive of a card cannot be unpacked');
    await this.end(intake, { state: 'failed', fault, closedAt: this.clock.now() });
  }

  private async end({ id }: CardIntake, change: Partial<CardIntake>): Promise<void> {
    await this.unitOfWork.run(SYSTEM, (tx) => this.cards.update(tx, id, change));
  }
}
