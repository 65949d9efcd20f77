import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  type Actor,
  AppError,
  Clock,
  CONFIG,
  type Config,
  errorCatalogue,
  PlatformErrors,
  SYSTEM,
  UnitOfWork,
} from '../../platform/index.js';
import { IntakeService } from '../intake/intake.service.js';
import type { EvidenceUpload } from './evidence-upload.entity.js';
import { expiryFrom } from './upload.rules.js';
import { UploadFolder } from './upload.folder.js';
import { UploadRepository } from './upload.repository.js';

/** What people send in pieces: how each of their uploads stands, and what becomes of it once it is whole. */
@Injectable()
export class ResumableUploads {
  /** Two requests that find the upload whole wait for one intake. */
  private readonly finishing = new Map<string, Promise<string>>();

  constructor(
    private readonly uploads: UploadRepository,
    private readonly folder: UploadFolder,
    private readonly intake: IntakeService,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The actor's own upload as it stands; what is whole has been taken in. @throws NOT_FOUND, or why it was refused */
  async standing(actor: Actor, id: string): Promise<EvidenceUpload> {
    const upload = await this.find(actor, id);
    if (upload.refusal) throw refusalOf(upload.refusal);
    if (upload.state !== 'open' || (await this.folder.sizeOf(id)) !== upload.sizeBytes) return upload;
    await this.finish(actor, upload);
    return this.find(actor, id);
  }

  /** @throws NOT_FOUND */
  async find(actor: Actor, id: string): Promise<EvidenceUpload> {
    const upload = await this.unitOfWork.read((tx) => this.uploads.findOwn(tx, id, actor.id));
    if (!upload) throw PlatformErrors.NOT_FOUND();
    return upload;
  }

  /** Id of the item that the whole upload is now, or was before. @throws what an intake of the file throws */
  async finish(actor: Actor, upload: EvidenceUpload): Promise<string> {
    const running = this.finishing.get(upload.id);
    if (running) return running;
    const work = this.take(actor, upload).finally(() => this.finishing.delete(upload.id));
    this.finishing.set(upload.id, work);
    return work;
  }

  /** Until when it is remembered, now that a piece of it comes or has come: housekeeping, and nobody's own work. */
  async prolong(id: string): Promise<Date> {
    const expiresAt = this.expiry();
    await this.unitOfWork.run(SYSTEM, (tx) => this.uploads.prolong(tx, id, expiresAt));
    return expiresAt;
  }

  expiry(): Date {
    return expiryFrom(this.clock.now(), this.config);
  }

  async forget(actor: Actor, id: string): Promise<void> {
    await this.unitOfWork.run(actor, (tx) => this.uploads.remove(tx, id));
  }

  private async take(actor: Actor, { id, fileName, metadata }: EvidenceUpload): Promise<string> {
    const now = await this.find(actor, id);
    if (now.itemId !== null) return now.itemId;
    const itemId = await this.carryIn(actor, { id, fileName, metadata });
    await this.close(actor, id, { state: 'kept', itemId, refusal: null });
    return itemId;
  }

  private async carryIn(
    actor: Actor,
    { id, fileName, metadata }: Pick<EvidenceUpload, 'id' | 'fileName' | 'metadata'>,
  ): Promise<string> {
    const file = await this.folder.seize(id, fileName);
    try {
      return await this.intake.keep(actor, file, metadata, keyOf(id));
    } catch (error) {
      if (isFinal(error)) {
        const { code, details } = error;
        await this.close(actor, id, { state: 'refused', itemId: null, refusal: { code, details } });
      }
      throw error;
    } finally {
      await this.folder.release(file);
    }
  }

  /** Its file goes after the row has said what became of it. */
  private async close(
    actor: Actor,
    id: string,
    outcome: Pick<EvidenceUpload, 'state' | 'itemId' | 'refusal'>,
  ): Promise<void> {
    const expiresAt = this.expiry();
    await this.unitOfWork.run(actor, (tx) => this.uploads.close(tx, id, { ...outcome, expiresAt }));
    await this.folder.discard(id);
  }
}

/** One upload is one item, however often its end is repeated. */
function keyOf(id: string): string {
  return createHash('sha256').update(`resumable upload ${id}`).digest('hex');
}

/** Whether the same bytes would be refused again: then the sender is told so for ever, and the file goes. */
function isFinal(error: unknown): error is AppError {
  return error instanceof AppError && error.entry.status === 422;
}

function refusalOf({ code, details }: NonNullable<EvidenceUpload['refusal']>): AppError {
  const entry = errorCatalogue().find(([known]) => known === code)?.[1];
  return entry ? new AppError(code, entry, details) : PlatformErrors.NOT_FOUND();
}
