import { Injectable } from '@nestjs/common';
import { type Actor, Clock, KeyRingError, newId } from '../../platform/index.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { DataSeal } from './sealed-data.js';
import type { NewCall, ServiceCall } from './service-call.repository.js';
import { shownData } from './service-call.rules.js';
import { METHODS, targetOf, taskOf } from './service-methods.js';
import type { Wish } from './service.wishes.js';

/** Makes calls out of wishes. */
@Injectable()
export class CallTools {
  constructor(
    private readonly seal: DataSeal,
    private readonly clock: Clock,
  ) {}

  callOf(actor: Actor, { device, way, use }: Wish, sent: Parameters<DataSeal['seal']>[0]): NewCall {
    const { request } = sent;
    const { method } = request;
    return {
      id: newId(),
      deviceId: device.id,
      gatewayId: way.gatewayId,
      gatewaySerial: way.gatewaySerial,
      aircraftId: way.aircraftId,
      ...use,
      method,
      repeating: METHODS[method].repeating,
      target: targetOf(request),
      tid: newId(),
      bid: taskOf(sent.data) ?? newId(),
      data: shownData(sent.data),
      dataSealed: this.seal.seal(sent),
      state: 'sent',
      attempts: 1,
      askedBy: actor.id,
      askedByName: actor.name,
      askedAt: this.clock.now(),
      dueAt: this.dueAt(method),
    };
  }

  /** The same call with other data, as it is kept and as it is shown. */
  sealedAgain(sent: Parameters<DataSeal['seal']>[0]): Pick<NewCall, 'data' | 'dataSealed'> {
    return { data: shownData(sent.data), dataSealed: this.seal.seal(sent) };
  }

  /** @throws SERVICE_NOT_REPEATABLE when it was sealed with another key */
  open({ dataSealed }: ServiceCall): ReturnType<DataSeal['open']> {
    try {
      return this.seal.open(dataSealed);
    } catch (error) {
      throw error instanceof KeyRingError ? TelemetryErrors.SERVICE_NOT_REPEATABLE({}, error) : error;
    }
  }

  dueAt(method: ServiceCall['method']): Date {
    return new Date(this.clock.now().getTime() + METHODS[method].answerWithinMs);
  }
}
