import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { AccessService, type AccessSubject, type Permission } from '../../identity/index.js';
import type { Actor } from '../../platform/index.js';
import { CustodyBoard } from '../devices/custody.board.js';
import type { Harm } from './service-methods.js';

/** Whose a device is to use now. */
export interface Use {
  readonly unitId: string;
  readonly holderId: string | null;
  readonly caseId: string | null;
}

/** Who may ask a device for what: the unit that has it, members of its case; to fly it, its holder or a commander. */
@Injectable()
export class ServiceAccess {
  constructor(
    private readonly access: AccessService,
    private readonly board: CustodyBoard,
  ) {}

  /** The unit that holds it, at home its owner. */
  useOf(device: DeviceSummary): Use {
    const holding = this.board.holding(device);
    return {
      unitId: holding?.holderUnitId ?? device.unitId,
      holderId: holding?.holderUserId ?? null,
      caseId: holding?.caseId ?? null,
    };
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  requireCall(actor: Actor, devices: readonly DeviceSummary[], harm: Harm): void {
    const subjects = devices.map((device) => subjectOf(device.id, this.useOf(device)));
    this.access.require(actor, 'deviceService.call', subjects);
    if (harm !== 'flight') return;
    for (const subject of subjects) this.access.require(actor, flightPermission(actor, subject), [subject]);
  }

  /** Whether its calls and announcements may be seen that were made while it was used so. @throws NOT_FOUND, FORBIDDEN */
  requireRead(actor: Actor, id: string, use: Use, askedBy?: string): void {
    const { userIds = [], ...subject } = subjectOf(id, use);
    const people = askedBy === undefined ? userIds : [...userIds, askedBy];
    this.access.require(actor, 'deviceService.read', [{ ...subject, userIds: people }]);
  }

  /** Owner and holder alike: whether a device is there says nothing about the case it is out for. @throws NOT_FOUND, FORBIDDEN */
  requirePresence(actor: Actor, device: DeviceSummary): void {
    const { unitIds = [], ...subject } = subjectOf(device.id, this.useOf(device));
    this.access.require(actor, 'presence.read', [{ ...subject, unitIds: [...unitIds, device.unitId] }]);
  }

  /** Owner and holder alike: what a device is fit for is the owner's business too. @throws NOT_FOUND, FORBIDDEN */
  requireHealth(actor: Actor, device: DeviceSummary): void {
    const { unitIds = [], ...subject } = subjectOf(device.id, this.useOf(device));
    this.access.require(actor, 'deviceHealth.read', [{ ...subject, unitIds: [...unitIds, device.unitId] }]);
  }
}

function subjectOf(id: string, { unitId, holderId, caseId }: Use): AccessSubject {
  return { id, unitIds: [unitId], caseId, userIds: holderId === null ? [] : [holderId] };
}

function flightPermission(actor: Actor, { userIds }: AccessSubject): Permission {
  return userIds?.includes(actor.id) ? 'deviceFlight.command' : 'deviceFlight.commandOfOthers';
}
