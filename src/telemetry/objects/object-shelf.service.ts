import { Injectable } from '@nestjs/common';
import { Clock, type Tx, UnitOfWork } from '../../platform/index.js';
import { type DeviceMedia, MediaRepository } from '../events/media.repository.js';
import { ObjectRepository } from './object.repository.js';
import type { StoredObject } from './object.types.js';

/** What has come into the store, for those who take it on. No access decision is taken here. */
@Injectable()
export class ObjectShelf {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: ObjectRepository,
    private readonly media: MediaRepository,
    private readonly clock: Clock,
  ) {}

  /** What lies under the key: the one put last. */
  async newest(objectKey: string): Promise<StoredObject | undefined> {
    return this.unitOfWork.read((tx) => this.repository.newest(tx, objectKey));
  }

  /** Whole for longer than that, and nobody has said what it is; the oldest first. */
  async waiting(forMs: number, limit: number): Promise<StoredObject[]> {
    const before = new Date(this.clock.now().getTime() - forMs);
    return this.unitOfWork.read((tx) => this.repository.waiting(tx, before, limit));
  }

  /** What the device that uploaded it has announced of it, maybe before it came. */
  async announcementOf({ deviceId, objectKey }: StoredObject): Promise<DeviceMedia | undefined> {
    return deviceId === null ? undefined : this.unitOfWork.read((tx) => this.media.find(tx, deviceId, objectKey));
  }

  async markTaken(tx: Tx, id: string): Promise<void> {
    await this.repository.markTaken(tx, id, this.clock.now());
  }
}
