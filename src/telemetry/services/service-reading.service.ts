import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { EquipmentService } from '../../equipment/index.js';
import { AccessService } from '../../identity/index.js';
import { type Actor, idInCursor, keysetPage, type Page, PlatformErrors, UnitOfWork } from '../../platform/index.js';
import { ServiceAccess } from './service-access.js';
import { ServiceCallRepository } from './service-call.repository.js';
import { type ServiceCallView, viewOfCall } from './service-call.schemas.js';
import { concerns } from './service-calls.service.js';

type View = z.input<typeof ServiceCallView>;

/** Calls for those who may know: of their units and cases at the time, or of their own. */
@Injectable()
export class ServiceReading {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly equipment: EquipmentService,
    private readonly repository: ServiceCallRepository,
    private readonly access: AccessService,
    private readonly services: ServiceAccess,
  ) {}

  /** @throws NOT_FOUND for a device nobody knows */
  async list(
    actor: Actor,
    deviceId: string,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<View>> {
    const before = idInCursor(cursor);
    const scope = this.access.scope(actor, 'deviceService.read');
    return this.unitOfWork.read(async (tx) => {
      if (!(await this.equipment.findDevice(tx, { id: deviceId }))) throw PlatformErrors.NOT_FOUND();
      const calls = await this.repository.list(tx, deviceId, scope, before, limit + 1);
      return keysetPage(calls, limit, ({ id }) => [id], viewOfCall);
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async get(actor: Actor, deviceId: string, callId: string): Promise<View> {
    const call = await this.unitOfWork.read((tx) => this.repository.find(tx, callId));
    if (!call || !concerns(call, deviceId)) throw PlatformErrors.NOT_FOUND();
    this.services.requireRead(actor, call.id, call, call.askedBy);
    return viewOfCall(call);
  }
}
