import { Injectable } from '@nestjs/common';
import { CasesService } from '../../cases/index.js';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { type Actor, Clock, PlatformErrors, type Tx } from '../../platform/index.js';
import type { JsonObject } from '../sample.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { GatewayFinder, type Way } from './gateway.finder.js';
import { ServiceAccess, type Use } from './service-access.js';
import { refusalOf, watermarkSettings } from './service-call.rules.js';
import { TaskWishes } from '../tasks/task.wishes.js';
import { METHODS, type ServiceRequest } from './service-methods.js';

/** What somebody wants of a device, and the way to it. */
export interface Wish {
  readonly device: DeviceSummary;
  readonly way: Way;
  readonly use: Use;
}

/** Decides whether a device may and can be asked. */
@Injectable()
export class ServiceWishes {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly cases: CasesService,
    private readonly finder: GatewayFinder,
    private readonly access: ServiceAccess,
    private readonly clock: Clock,
    private readonly tasks: TaskWishes,
  ) {}

  /**
   * @throws NOT_FOUND, FORBIDDEN, DEVICE_HAS_NO_LINK, SERVICE_NOT_SUPPORTED, DEVICE_OFFLINE, VIDEO_NOT_OF_DEVICE,
   * TASK_TIME_OUT_OF_RANGE
   */
  async judge(tx: Tx, actor: Actor, deviceId: string, request: ServiceRequest): Promise<Wish> {
    const device = await this.equipment.findDevice(tx, { id: deviceId });
    if (!device) throw PlatformErrors.NOT_FOUND();
    const givenUp = await this.givenUp(tx, actor, device, request);
    if (givenUp) return givenUp;
    const { harm } = METHODS[request.method];
    this.access.requireCall(actor, [device], harm);
    if (device.linkKind !== 'live' || device.state === 'retired') throw TelemetryErrors.DEVICE_HAS_NO_LINK();
    const way = await this.finder.wayTo(tx, device);
    if (!way) throw TelemetryErrors.DEVICE_OFFLINE({ what: 'aircraft' });
    // Asking a gateway moves its aircraft, and the other way round.
    this.access.requireCall(actor, way.devices, harm);
    const refusal = refusalOf(request, way, this.clock.now());
    if (refusal) throw TelemetryErrors[refusal.code]({ ...refusal, method: request.method });
    return { device, way, use: this.access.useOf(device) };
  }

  /** Without a line: our own tasks end by our word (ADR 0048). */
  private async givenUp(
    tx: Tx,
    actor: Actor,
    device: DeviceSummary,
    request: ServiceRequest,
  ): Promise<Wish | undefined> {
    if (request.method !== 'flighttask_undo') return undefined;
    const way = await this.finder.wayTo(tx, device);
    const use = way && (await this.tasks.givenUp(tx, actor, way.gatewayId, request.data.flight_ids));
    return way && use && { device, way, use };
  }

  /**
   * What the device gets. @throws NOT_FOUND for a case or a flight that the actor may not see; WATERMARK_TOO_LONG, and
   * what `TaskWishes` throws
   */
  async dataFor(tx: Tx, actor: Actor, wish: Wish, request: ServiceRequest): Promise<JsonObject> {
    const task = await this.tasks.dataFor(tx, actor, wish, request);
    if (task) return task;
    if (request.method !== 'property_set') return JSON.parse(JSON.stringify(request.data)) as JsonObject;
    const { caseId, layout } = request.data.watermark;
    const file = caseId === null ? null : await this.cases.requireVisible(tx, actor, caseId);
    const settings = watermarkSettings(file && file.number, layout);
    if (!settings) throw TelemetryErrors.WATERMARK_TOO_LONG();
    return settings;
  }

  /** What it gets when the call is sent again; undefined where that is the same. @throws what `TaskWishes` throws */
  async dataAgain(
    tx: Tx,
    actor: Actor,
    asked: Wish,
    { request, taskId }: { readonly request: ServiceRequest; readonly taskId: string },
  ): Promise<JsonObject | undefined> {
    return this.tasks.dataAgain(tx, actor, { asked, request, taskId });
  }
}
