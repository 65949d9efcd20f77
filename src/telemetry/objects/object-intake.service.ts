import { Injectable } from '@nestjs/common';
import { AuditTrail, Clock, newId, OriginalsService, S3Fault, type Tx, UnitOfWork } from '../../platform/index.js';
import type { ObjectBody } from './object.body.js';
import { ObjectFiles, tooLarge, type WrittenFile } from './object.files.js';
import { ObjectRepository } from './object.repository.js';
import type { Caller } from './object-grants.service.js';
import type { StoredObject } from './object.types.js';

/** An object that has come whole, on its way from the disk into the record. */
export interface Arrived {
  readonly objectKey: string;
  readonly file: WrittenFile;
  readonly etag: string;
}

const LARGEST_TRIAL_BYTES = 1_024;

/** Takes objects in: bytes first, durable among the originals; then the row that says so; then the answer. */
@Injectable()
export class ObjectIntake {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: ObjectRepository,
    private readonly files: ObjectFiles,
    private readonly originals: OriginalsService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws S3Fault; nothing is kept then */
  async put(caller: Caller, objectKey: string, body: ObjectBody): Promise<StoredObject> {
    const file = await this.written(body, this.files.limitBytes);
    return this.keep(caller, { objectKey, file, etag: file.md5 }, async () => undefined);
  }

  /** Takes a small object in as far as the disk, and removes it. @returns its MD5. @throws S3Fault */
  async tryOut(body: ObjectBody): Promise<string> {
    const { path, md5 } = await this.written(body, LARGEST_TRIAL_BYTES);
    await this.files.discard(path);
    return md5;
  }

  private async written(body: ObjectBody, limitBytes: number): Promise<WrittenFile> {
    const announced = body.announcedBytes();
    if (announced === 0) throw new S3Fault('EntityTooSmall', 'An empty object is not kept');
    if (announced > limitBytes) throw tooLarge(limitBytes);
    await this.files.keepFloor(announced);
    return this.files.write(body.bytes());
  }

  /** @param also what belongs to the same transaction */
  async keep(
    { actor, grant }: Pick<Caller, 'actor' | 'grant'>,
    { objectKey, file, etag }: Arrived,
    also: (tx: Tx, object: StoredObject) => Promise<void>,
  ): Promise<StoredObject> {
    const { digests, mediaType, md5 } = file;
    const { unitId, userId, deviceId } = grant;
    try {
      await this.originals.keep(file.path, digests);
    } catch (error) {
      await this.files.discard(file.path);
      throw new S3Fault('ServiceUnavailable', 'The store of originals does not take it', error);
    }
    return this.unitOfWork.run(actor, async (tx) => {
      await this.originals.record(tx, digests, mediaType);
      const lastPutAt = this.clock.now();
      const { sha256, sm3, sizeBytes } = digests;
      const made = { id: newId(), objectKey, sha256, sm3, md5, etag, sizeBytes, mediaType, lastPutAt };
      const object = await this.repository.put(tx, { ...made, unitId, userId, deviceId });
      const details = { objectKey, sha256, sizeBytes, unitId };
      const subject = { kind: 'object', id: object.id };
      await this.audit.record(tx, { action: 'telemetry.storeObject', subject, details });
      await also(tx, object);
      return object;
    });
  }
}
