import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { Actors } from '../../identity/index.js';
import {
  type Actor,
  AppError,
  Clock,
  type JobLease,
  LOGGER,
  type Logger,
  OnGivenUp,
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
  async unpack(data: Record<string, unknown>, lease: JobLease): Promise<void> {
    const intakeId = String(data['intakeId']);
    const intake = await this.unitOfWork.read((tx) => this.cards.find(tx, intakeId));
    if (intake?.state !== 'unpacking' || intake.archiveId === null) return;
    const actor = await this.actors.find(intake.openedBy);
    if (!actor) return this.fail(intake, 'FORBIDDEN', lease);
    const fault = await this.archives.withArchive(intake.archiveId, (archive) =>
      this.takeAll(actor, intake, { archive, lease }),
    );
    if (fault) await this.fail(intake, fault.code, lease);
    else await this.end(intake, { state: 'closed', closedAt: this.clock.now() }, lease);
  }

  /** What has a receipt by then is kept; of the rest the record says that nothing comes of it. */
  @OnGivenUp(UNPACK_QUEUE)
  async giveUp(data: Record<string, unknown>): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      const intake = await this.cards.lock(tx, String(data['intakeId']));
      if (intake?.state !== 'unpacking') return;
      const fault: AppError['code'] = 'INTAKE_GAVE_UP';
      await this.cards.update(tx, intake.id, { state: 'failed', fault, closedAt: this.clock.now() });
    });
  }

  private async takeAll(
    actor: Actor,
    { id }: CardIntake,
    { archive, lease }: { readonly archive: ZipArchive; readonly lease: JobLease },
  ): Promise<void> {
    const entries = archive.listed.length + archive.refused.length;
    await this.unitOfWork.run(SYSTEM, (tx) => this.cards.update(tx, id, { entries }));
    const done = await this.unitOfWork.read((tx) => this.cards.pathsReceived(tx, id));
    for (const refused of archive.refused) await this.archives.refuse(actor, id, refused, done);
    for (const entry of archive.listed) {
      lease.signal.throwIfAborted();
      if (this.stopping) throw new Error('the service stops; the rest of the card is unpacked later');
      if (!done.has(entry.name)) await this.archives.take(actor, id, archive, entry);
    }
  }

  private async fail(intake: CardIntake, fault: AppError['code'], lease: JobLease): Promise<void> {
    this.logger.warn({ intakeId: intake.id, code: fault }, 'the archive of a card cannot be unpacked');
    await this.end(intake, { state: 'failed', fault, closedAt: this.clock.now() }, lease);
  }

  private async end({ id }: CardIntake, change: Partial<CardIntake>, lease: JobLease): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      await lease.hold(tx);
      await this.cards.update(tx, id, change);
    });
  }
}
