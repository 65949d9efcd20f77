import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { AccessService } from '../../identity/index.js';
import { type Actor, Clock, UnitOfWork } from '../../platform/index.js';
import { deviceActor } from '../devices/device.actor.js';
import { MediaOrigin } from '../events/media.origin.js';
import { ObjectGrants } from './object-grants.service.js';
import { storageAnswer, type StorageAnswer } from './storage-answer.rules.js';
import { StoreAddress } from './store.address.js';

/** Hands out what controllers and docks upload with. */
@Injectable()
export class StorageService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: AccessService,
    private readonly grants: ObjectGrants,
    private readonly origin: MediaOrigin,
    private readonly address: StoreAddress,
    private readonly clock: Clock,
  ) {}

  /**
   * For a person's controller, in the workspace of his or her unit.
   * @throws NOT_FOUND, FORBIDDEN
   */
  async forPerson(actor: Actor, unitId: string, base: string): Promise<StorageAnswer> {
    this.access.require(actor, 'evidence.create', [{ id: unitId, unitIds: [unitId] }]);
    const holder = { unitId, userId: actor.id, deviceId: null };
    const grant = await this.unitOfWork.run(actor, (tx) => this.grants.issue(tx, holder));
    return storageAnswer(this.address.asReached(base), grant);
  }

  /** For a dock or controller that asks over the line, and the unit that has it now. Undefined where none can be given. */
  async forGateway(gateway: DeviceSummary): Promise<StorageAnswer | undefined> {
    const endpoint = this.address.own();
    if (endpoint === undefined) return undefined;
    const grant = await this.unitOfWork.run(deviceActor(gateway), async (tx) => {
      const { unitId } = await this.origin.of(tx, gateway, this.clock.now());
      return this.grants.issue(tx, { unitId, userId: null, deviceId: gateway.id });
    });
    return storageAnswer(endpoint, grant);
  }
}
