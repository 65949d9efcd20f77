import { Injectable } from '@nestjs/common';
import { Clock, type ListedPart, type NamedPart, newId, S3Fault, type Tx, UnitOfWork } from '../../platform/index.js';
import type { ObjectBody } from './object.body.js';
import { ObjectFiles, tooLarge } from './object.files.js';
import type { Caller } from './object-grants.service.js';
import { ObjectIntake } from './object-intake.service.js';
import { multipartEtag } from './object-key.rules.js';
import { ObjectRepository } from './object.repository.js';
import type { ObjectPart, ObjectUpload, StoredObject } from './object.types.js';

const MOST_OPEN_UPLOADS = 50;
const SMALLEST_PART_BYTES = 5 * 1024 * 1024;
const ALL_PARTS = 10_000;

export interface ListedPage {
  readonly parts: readonly ListedPart[];
  readonly isTruncated: boolean;
}

/** Uploads in parts: each part durable before it is answered, so that one who lost the line goes on where it was. */
@Injectable()
export class ObjectUploads {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: ObjectRepository,
    private readonly files: ObjectFiles,
    private readonly intake: ObjectIntake,
    private readonly clock: Clock,
  ) {}

  /** Id of the new upload. @throws S3Fault SlowDown while too many are open */
  async begin({ grant, actor }: Caller, objectKey: string): Promise<string> {
    const { unitId, userId, deviceId, prefix } = grant;
    const id = newId();
    await this.unitOfWork.run(actor, async (tx) => {
      await this.repository.lockPrefix(tx, prefix);
      if ((await this.repository.countOpen(tx, prefix)) >= MOST_OPEN_UPLOADS)
        throw new S3Fault('SlowDown', `At most ${MOST_OPEN_UPLOADS} uploads may be open`);
      const upload = { id, objectKey, objectId: null, unitId, userId, deviceId };
      await this.repository.begin(tx, upload, this.clock.now());
    });
    return id;
  }

  /** MD5 of the part. @throws S3Fault; the part is not kept then */
  async putPart(
    { actor }: Caller,
    { key, uploadId, number }: { readonly key: string; readonly uploadId: string; readonly number: number },
    body: ObjectBody,
  ): Promise<string> {
    const announced = body.announcedBytes();
    if (announced === 0) throw new S3Fault('EntityTooSmall', 'An empty part is not kept');
    await this.unitOfWork.read(async (tx) => {
      await this.open(tx, key, uploadId);
      await this.assertRoom(tx, uploadId, number, announced);
    });
    await this.files.keepFloor(announced);
    const { path, fileName, md5, digests } = await this.files.write(body.bytes(), uploadId);
    try {
      const replaced = await this.unitOfWork.run(actor, async (tx) => {
        assertOpen(await this.repository.lockUpload(tx, uploadId), key);
        await this.assertRoom(tx, uploadId, number, digests.sizeBytes);
        const storedAt = this.clock.now();
        await this.repository.touch(tx, uploadId, storedAt);
        return this.repository.putPart(tx, uploadId, { number, fileName, md5, sizeBytes: digests.sizeBytes, storedAt });
      });
      if (replaced !== undefined) await this.files.discardPart(uploadId, replaced);
      return md5;
    } catch (error) {
      await this.files.discard(path);
      throw error;
    }
  }

  /** The object that the parts make; asked again, the same. @throws S3Fault */
  async complete(caller: Caller, key: string, uploadId: string, named: readonly NamedPart[]): Promise<StoredObject> {
    const read = await this.unitOfWork.read(async (tx) => {
      const upload = assertOf(await this.repository.upload(tx, uploadId), key);
      if (upload.objectId !== null) return { known: await this.repository.find(tx, upload.objectId), parts: [] };
      return { known: undefined, parts: await this.repository.parts(tx, uploadId, 0, ALL_PARTS) };
    });
    if (read.known) return read.known;
    try {
      return await this.join(caller, { key, uploadId }, chosenParts(read.parts, named));
    } catch (error) {
      // Two completions at once: the parts are gone because the other one was first.
      const upload = await this.unitOfWork.read((tx) => this.repository.upload(tx, uploadId));
      const made = upload?.objectId;
      const object = made && (await this.unitOfWork.read((tx) => this.repository.find(tx, made)));
      if (!object) throw error;
      return object;
    }
  }

  private async join(
    caller: Caller,
    { key, uploadId }: { readonly key: string; readonly uploadId: string },
    chosen: readonly ObjectPart[],
  ): Promise<StoredObject> {
    await this.files.keepFloor(chosen.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
    const names = chosen.map(({ fileName }) => fileName);
    const file = await this.files.write(this.files.joined(uploadId, names));
    const etag = multipartEtag(chosen.map(({ md5 }) => md5));
    const object = await this.intake.keep(caller, { objectKey: key, file, etag }, async (tx, { id }) => {
      const upload = assertOf(await this.repository.lockUpload(tx, uploadId), key);
      if (upload.objectId === null) await this.repository.conclude(tx, uploadId, id, this.clock.now());
    });
    await this.files.discardUpload(uploadId);
    return object;
  }

  /** @throws S3Fault NoSuchUpload */
  async abort({ actor }: Caller, key: string, uploadId: string): Promise<void> {
    await this.unitOfWork.run(actor, async (tx) => {
      assertOpen(await this.repository.lockUpload(tx, uploadId), key);
      await this.repository.remove(tx, uploadId);
    });
    await this.files.discardUpload(uploadId);
  }

  /** @throws S3Fault NoSuchUpload */
  async list(key: string, uploadId: string, after: number, limit: number): Promise<ListedPage> {
    return this.unitOfWork.read(async (tx) => {
      await this.open(tx, key, uploadId);
      const found = await this.repository.parts(tx, uploadId, after, limit + 1);
      const parts = found.slice(0, limit).map(({ md5, ...part }) => ({ ...part, etag: md5 }));
      return { parts, isTruncated: found.length > limit };
    });
  }

  private async open(tx: Tx, key: string, uploadId: string): Promise<ObjectUpload> {
    return assertOpen(await this.repository.upload(tx, uploadId), key);
  }

  private async assertRoom(tx: Tx, uploadId: string, number: number, bytes: number): Promise<void> {
    const beside = await this.repository.sizeBeside(tx, uploadId, number);
    if (beside + bytes > this.files.limitBytes) throw tooLarge(this.files.limitBytes);
  }
}

function assertOf(upload: ObjectUpload | undefined, key: string): ObjectUpload {
  if (!upload || upload.objectKey !== key) throw new S3Fault('NoSuchUpload', 'There is no such upload');
  return upload;
}

function assertOpen(upload: ObjectUpload | undefined, key: string): ObjectUpload {
  const found = assertOf(upload, key);
  if (found.objectId !== null) throw new S3Fault('NoSuchUpload', 'The upload is complete');
  return found;
}

/** The stored parts that were named. @throws S3Fault when they are not in order, not here, or too small */
export function chosenParts(stored: readonly ObjectPart[], named: readonly NamedPart[]): ObjectPart[] {
  const byNumber = new Map(stored.map((part) => [part.number, part]));
  const isOrdered = named.every(({ number }, index) => index === 0 || number > (named[index - 1]?.number ?? 0));
  if (!isOrdered) throw new S3Fault('InvalidPartOrder', 'Name the parts in their order');
  const chosen = named.map(({ number, etag }) => {
    const part = byNumber.get(number);
    if (!part || part.md5 !== etag) throw new S3Fault('InvalidPart', `Part ${number} is not here, or another one`);
    return part;
  });
  if (chosen.slice(0, -1).some(({ sizeBytes }) => sizeBytes < SMALLEST_PART_BYTES))
    throw new S3Fault('EntityTooSmall', 'Only the last part may be smaller than 5 MiB');
  return chosen;
}
