import { Injectable } from '@nestjs/common';
import { AccessService, type AccessSubject, type Permission, UnitTree } from '../../identity/index.js';
import { type Actor, PlatformErrors, Refusals } from '../../platform/index.js';
import type { AssistanceRequest } from './request.entity.js';
import type { HeldRequest } from './request.repository.js';

/** What somebody may do with a request. */
export type RequestRight = Extract<
  Permission,
  'assistance.read' | 'assistance.change' | 'assistance.answer' | 'assistance.assign' | 'assistance.carryOut'
>;

/** Who sees a request and who may take which step; the decisions themselves are taken by `identity`. */
@Injectable()
export class RequestSight {
  constructor(
    private readonly access: AccessService,
    private readonly units: UnitTree,
    private readonly refusals: Refusals,
  ) {}

  /** @throws NOT_FOUND for whom it does not exist, FORBIDDEN for who sees it and may not do this */
  require(actor: Actor, right: RequestRight, held: HeldRequest): void {
    const { id } = held.request;
    if (this.access.allowed(actor, right, [this.subjectOf(right, held)]).has(id)) return;
    this.access.require(actor, 'assistance.read', [this.subjectOf('assistance.read', held)]);
    const refusal = PlatformErrors.FORBIDDEN();
    void this.refusals.note(actor, { action: right, subject: { id }, details: { code: refusal.code } });
    throw refusal;
  }

  /** The units that can take the request: the one that was asked, or the asker's and those above it. */
  askedUnits({ addressedUnitId, askingUnitId }: AssistanceRequest): string[] {
    return addressedUnitId === null ? this.units.ancestry(askingUnitId) : [addressedUnitId];
  }

  /** Whose the request is for one right; what other rights depend on is left out, or it would count here too. */
  private subjectOf(right: RequestRight, { request, assigneeIds }: HeldRequest): AccessSubject {
    const { id, caseId, askedBy, askingUnitId, takenUnitId } = request;
    const asked = this.askedUnits(request);
    const taking = takenUnitId === null ? asked : [takenUnitId];
    const subjects: Readonly<Record<RequestRight, Omit<AccessSubject, 'id'>>> = {
      'assistance.read': { unitIds: [askingUnitId, ...asked], userIds: [askedBy, ...assigneeIds], caseId },
      'assistance.change': { userIds: [askedBy], caseId },
      'assistance.answer': { unitIds: asked },
      'assistance.assign': { unitIds: taking },
      'assistance.carryOut': { unitIds: taking, userIds: assigneeIds },
    };
    return { id, ...subjects[right] };
  }
}
