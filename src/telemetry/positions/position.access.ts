import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { AccessService, type AccessSubject } from '../../identity/index.js';
import type { Actor } from '../../platform/index.js';
import { CustodyBoard } from '../devices/custody.board.js';

/** Which command sessions are open on a case; known to a room on the right, which gives it at start. */
export type SessionsOfCase = (caseId: string) => readonly string[];

/**
 * Who sees where a device is: the unit that holds it (at home its owner), the units above, members of the case it is
 * out for and of a session on that case. The owner of a lent device is none of these.
 */
@Injectable()
export class PositionAccess {
  private sessionsOfCase: SessionsOfCase = () => [];

  constructor(
    private readonly access: AccessService,
    private readonly board: CustodyBoard,
  ) {}

  useSessions(sessionsOfCase: SessionsOfCase): void {
    this.sessionsOfCase = sessionsOfCase;
  }

  /** The devices among these whose position the actor may see now. */
  visible(actor: Actor, devices: readonly DeviceSummary[]): ReadonlySet<string> {
    return this.access.allowed(
      actor,
      'position.read',
      devices.filter(isShown).flatMap((device) => this.subjectsNow(device)),
    );
  }

  /** The device as held by a unit for a case: once more for each session on the case, because a subject names one. */
  subjects(id: string, unitId: string, caseId: string | null): AccessSubject[] {
    const subject = { id, unitIds: [unitId], caseId };
    const sessionIds = caseId === null ? [] : this.sessionsOfCase(caseId);
    return [subject, ...sessionIds.map((sessionId) => ({ ...subject, sessionId }))];
  }

  private subjectsNow(device: DeviceSummary): AccessSubject[] {
    const holding = this.board.holding(device);
    return this.subjects(device.id, holding?.holderUnitId ?? device.unitId, holding?.caseId ?? null);
  }
}

/** A controller is where its pilot is, and people are not followed: what only travels with a device is never on a map. */
function isShown({ partOfId }: DeviceSummary): boolean {
  return partOfId === null;
}
