import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, UnitOfWork } from '../../../../platform/index.js';
import { DeviceLocker } from '../../registry/device-locker.js';
import { DeviceStates } from '../../registry/device-states.service.js';
import { type ItemView, toItemView } from './counting.schemas.js';
import { ItemRepository } from './item.repository.js';
import { StockTakeErrors } from '../stock-take.errors.js';
import { StockTakeReader } from '../stock-take-reader.service.js';
import type { LossCreate } from '../conduct/stock-take.schemas.js';

/** A missing device is lost only when somebody says so, one by one, with a reason. */
@Injectable()
export class LossesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly items: ItemRepository,
    private readonly locker: DeviceLocker,
    private readonly states: DeviceStates,
    private readonly reader: StockTakeReader,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws NOT_FOUND, FORBIDDEN, STOCK_TAKE_OPEN, DEVICE_NOT_FOUND, DEVICE_NOT_MISSING, LOSS_ALREADY_DECLARED,
   *   DEVICE_STATE_REFUSED
   */
  async declare(
    actor: Actor,
    id: string,
    { deviceId, reason }: z.output<typeof LossCreate>,
  ): Promise<z.input<typeof ItemView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.reader.access.closed(tx, actor, id);
      const device = await this.locker.lockOwn(tx, actor, deviceId);
      const { assetCode } = device;
      const item = await this.items.find(tx, id, deviceId);
      if (item?.state !== 'missing') throw StockTakeErrors.DEVICE_NOT_MISSING({ deviceId, assetCode });
      const decision = { reason, decidedBy: actor.id, decidedByName: actor.name, decidedAt: this.clock.now() };
      if (!(await this.items.declareLost(tx, { stockTakeId: id, deviceId, ...decision })))
        throw StockTakeErrors.LOSS_ALREADY_DECLARED({ deviceId, assetCode });
      await this.states.move(tx, device, { to: 'lost', reason });
      const { decidedByName: lossDecidedByName, decidedAt: lossDecidedAt } = decision;
      return toItemView({ ...item, lossReason: reason, lossDecidedByName, lossDecidedAt }, this.reader.nameOf);
    });
  }
}
