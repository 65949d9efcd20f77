import { Injectable } from '@nestjs/common';
import { Clock, OnEveryMinute, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { ObjectFiles } from './object.files.js';
import { ObjectGrantRepository } from './object-grant.repository.js';
import { ObjectRepository } from './object.repository.js';

const CLEANUP_QUEUE = 'telemetry.clean-objects';
/** Longer than any credential: whoever comes back later begins again. */
const ABANDONED_MS = 24 * 3_600_000;
/** A file that nobody has written to; a running upload writes all the time. */
const LEFT_MS = 3_600_000;

/** Removes what uploads that never ended have left, and credentials long past. */
@Injectable()
export class ObjectCleanup {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: ObjectRepository,
    private readonly grants: ObjectGrantRepository,
    private readonly files: ObjectFiles,
    private readonly clock: Clock,
  ) {}

  @OnEveryMinute(CLEANUP_QUEUE)
  async clean(): Promise<void> {
    const now = this.clock.now().getTime();
    const abandoned = new Date(now - ABANDONED_MS);
    const uploads = await this.unitOfWork.run(SYSTEM, async (tx) => {
      await this.grants.removeExpired(tx, abandoned);
      return this.repository.removeAbandoned(tx, abandoned);
    });
    for (const id of uploads) await this.files.discardUpload(id);
    await this.files.discardOlderThan(new Date(now - LEFT_MS), async (name) =>
      this.unitOfWork.read(async (tx) => {
        const upload = await this.repository.upload(tx, name);
        return upload !== undefined && upload.objectId === null;
      }),
    );
  }
}
