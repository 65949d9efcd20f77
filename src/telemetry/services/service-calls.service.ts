import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, PlatformErrors, type Tx, UnitOfWork, violates } from '../../platform/index.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { CallTools } from './call.tools.js';
import { type ServiceCall, ServiceCallRepository } from './service-call.repository.js';
import { type ServiceCallView, viewOfCall } from './service-call.schemas.js';
import type { ServiceRequest } from './service-methods.js';
import { ServiceDispatch } from './service.dispatch.js';
import { ServiceJournal } from './service.journal.js';
import { ServiceWishes, type Wish } from './service.wishes.js';

type View = z.input<typeof ServiceCallView>;

/** Asks devices over the air to do something. The call is committed first, then sent; what came of it is asked later. */
@Injectable()
export class ServiceCalls {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly wishes: ServiceWishes,
    private readonly repository: ServiceCallRepository,
    private readonly journal: ServiceJournal,
    private readonly dispatch: ServiceDispatch,
    private readonly tools: CallTools,
  ) {}

  /** @throws what `ServiceWishes` throws, and SERVICE_UNDER_WAY */
  async call(actor: Actor, deviceId: string, request: ServiceRequest): Promise<View> {
    return this.unitOfWork.run(actor, (tx) => this.callIn(tx, actor, deviceId, request));
  }

  /** The same as part of what else happens in `tx`: sent once that has committed. @throws what `call` throws */
  async callIn(tx: Tx, actor: Actor, deviceId: string, request: ServiceRequest): Promise<View> {
    const wish = await this.wishes.judge(tx, actor, deviceId, request);
    const data = await this.wishes.dataFor(tx, actor, wish, request);
    const call = this.tools.callOf(actor, wish, { request, data });
    if (!(await this.repository.insert(tx, call))) throw TelemetryErrors.SERVICE_UNDER_WAY();
    await this.journal.asked(tx, call);
    tx.afterCommit(() => this.dispatch.send(call));
    return this.shown(tx, call.id);
  }

  /**
   * Sends a call again that nobody answered, as the same one: with its tid.
   * @throws what `ServiceWishes` throws; SERVICE_NOT_REPEATABLE, SERVICE_UNDER_WAY
   */
  async repeat(actor: Actor, deviceId: string, callId: string): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const call = await this.repository.lock(tx, callId);
      if (!call || !concerns(call, deviceId)) throw PlatformErrors.NOT_FOUND();
      const { request } = this.tools.open(call);
      const wish = await this.wishes.judge(tx, actor, deviceId, request);
      if (!mayRepeat(call) || wish.way.gatewayId !== call.gatewayId) throw TelemetryErrors.SERVICE_NOT_REPEATABLE();
      const again = await this.rephrased(tx, actor, { wish, call, request });
      await this.waitAgain(tx, call);
      await this.journal.repeated(tx, call);
      tx.afterCommit(() => this.dispatch.send(again));
      return this.shown(tx, call.id);
    });
  }

  /** A task must still be one that may be flown, and its file be there to fetch. */
  private async rephrased(
    tx: Tx,
    actor: Actor,
    { wish, call, request }: { readonly wish: Wish; readonly call: ServiceCall; readonly request: ServiceRequest },
  ): Promise<ServiceCall> {
    const data = await this.wishes.dataAgain(tx, actor, wish, { request, taskId: call.bid });
    if (!data) return call;
    const words = this.tools.sealedAgain({ request, data });
    await this.repository.rephrase(tx, call.id, words);
    return { ...call, ...words };
  }

  private async waitAgain(tx: Tx, { id, method }: ServiceCall): Promise<void> {
    try {
      await this.repository.sendAgain(tx, id, this.tools.dueAt(method));
    } catch (error) {
      throw violates(error, 'device_service_call_open_key') ? TelemetryErrors.SERVICE_UNDER_WAY() : error;
    }
  }

  private async shown(tx: Tx, id: string): Promise<View> {
    const call = await this.repository.find(tx, id);
    if (!call) throw new Error(`call ${id} vanished`);
    return viewOfCall(call);
  }
}

export function concerns(
  { deviceId, gatewayId, aircraftId }: Pick<ServiceCall, 'deviceId' | 'gatewayId' | 'aircraftId'>,
  id: string,
): boolean {
  return [deviceId, gatewayId, aircraftId].includes(id);
}

function mayRepeat({ state, repeating, repliedAt }: ServiceCall): boolean {
  return repeating !== 'never' && repliedAt === null && (state === 'timed_out' || state === 'unknown');
}
