import { Injectable } from '@nestjs/common';
import { type AccessScope, AccessService, type AccessSubject, type Permission } from '../../identity/index.js';
import type { Actor } from '../../platform/index.js';
import type { Flight } from './flight.entity.js';

/** Whose flights a list may show, and whose drafts. */
export interface FlightScope extends Pick<AccessScope, 'unitIds' | 'caseIds'> {
  readonly draftUnitIds: readonly string[];
}

/** Whether nobody ever took it further than a draft; what was given up as one stays one. The rules answer whatever is checked. */
function isDraft({ state, assessment }: Flight): boolean {
  return state === 'draft' || (state === 'cancelled' && assessment === null);
}

/** Who sees which flights. A draft is unfinished work: beyond the unit that draws it, it is nobody's business yet. */
@Injectable()
export class FlightSight {
  constructor(private readonly access: AccessService) {}

  /** @throws NOT_FOUND, FORBIDDEN */
  require(actor: Actor, permission: Permission, flight: Flight): void {
    const subjects = [subjectOf(flight)];
    if (isDraft(flight)) this.access.require(actor, 'flight.readDraft', subjects);
    this.access.require(actor, permission, subjects);
  }

  may(actor: Actor, permission: Permission, flight: Flight): boolean {
    const subjects = [subjectOf(flight)];
    const asked: readonly Permission[] = isDraft(flight) ? ['flight.readDraft', permission] : [permission];
    return asked.every((one) => this.access.allowed(actor, one, subjects).size > 0);
  }

  mayRead(actor: Actor, flight: Flight): boolean {
    const permission = isDraft(flight) ? 'flight.readDraft' : 'flight.read';
    return this.access.allowed(actor, permission, [subjectOf(flight)]).size > 0;
  }

  scope(actor: Actor): FlightScope {
    const { unitIds, caseIds } = this.access.scope(actor, 'flight.read');
    return { unitIds, caseIds, draftUnitIds: this.access.scope(actor, 'flight.readDraft').unitIds };
  }
}

function subjectOf({ id, unitId, pilotId, caseId }: Flight): AccessSubject {
  return { id, unitIds: [unitId], userIds: pilotId === null ? [] : [pilotId], caseId };
}
