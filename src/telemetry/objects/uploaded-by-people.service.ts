import { Injectable } from '@nestjs/common';
import type { UploadedObject, UploadedObjects } from '../../missions/index.js';
import type { Actor, Tx } from '../../platform/index.js';
import { isBelow, prefixOf } from './object-key.rules.js';
import { ObjectShelf } from './object-shelf.service.js';

/** Objects of people, each for whoever put it there. */
@Injectable()
export class UploadedByPeople implements UploadedObjects {
  constructor(private readonly shelf: ObjectShelf) {}

  async ofPerson(actor: Actor, unitId: string, objectKey: string): Promise<UploadedObject | undefined> {
    const isOwn = isBelow(objectKey, prefixOf({ unitId, userId: actor.id, deviceId: null }));
    return isOwn ? this.shelf.newest(objectKey) : undefined;
  }

  async markTaken(tx: Tx, id: string): Promise<void> {
    await this.shelf.markTaken(tx, id);
  }
}
