import { Injectable } from '@nestjs/common';
import { Actors } from '../../identity/index.js';
import { type Actor, S3Fault } from '../../platform/index.js';
import { deviceActor } from '../devices/device.actor.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import type { Holder } from './object.types.js';

/** Those who hold credentials, as they may act now. */
@Injectable()
export class GrantHolders {
  constructor(
    private readonly actors: Actors,
    private readonly directory: DeviceDirectory,
  ) {}

  /** @throws S3Fault when the person or device may not do anything any more */
  async actorOf({ userId, deviceId }: Holder): Promise<Actor> {
    if (userId !== null) {
      const person = await this.actors.find(userId);
      if (person) return person;
    } else {
      const device = await this.directory.byId(deviceId ?? '');
      if (device && device.state !== 'retired') return deviceActor(device);
    }
    throw new S3Fault('AccessDenied', 'Whoever holds this credential may not upload any more');
  }
}
