import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '../../platform/index.js';
import { ServiceCalls } from './service-calls.service.js';

/** Asks a drone for a photo on behalf of another room. */
@Injectable()
export class DevicePhotos {
  constructor(private readonly calls: ServiceCalls) {}

  /** Sent once `tx` has committed. Id of the call. @throws what `ServiceCalls.callIn` throws */
  async take(tx: Tx, actor: Actor, deviceId: string, payloadIndex: string): Promise<string> {
    const data = { payload_index: payloadIndex };
    return (await this.calls.callIn(tx, actor, deviceId, { method: 'camera_photo_take', data })).id;
  }
}
