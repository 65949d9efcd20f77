import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { AccessService, type AccessSubject } from '../../identity/index.js';
import type { Actor } from '../../platform/index.js';
import { CustodyBoard } from '../devices/custody.board.js';

/**
 * Who sees where a device is: the unit that holds it (at home its owner), the units above, members of the case it is
 * out for (a command session makes its participants readers of its case). The owner of a lent device is none of these.
 */
@Injectable()
export class PositionAccess {
  constructor(
    private readonly access: AccessService,
    private readonly board: CustodyBoard,
  ) {}

  /** The devices among these whose position the actor may see now. */
  visible(actor: Actor, devices: readonly DeviceSummary[]): ReadonlySet<string> {
    return this.access.allowed(
      actor,
      'position.read',
      devices.filter(isShown).map((device) => this.subjectNow(device)),
    );
  }

  private subjectNow(device: DeviceSummary): AccessSubject {
    const holding = this.board.holding(device);
    return positionSubject(device.id, holding?.holderUnitId ?? device.unitId, holding?.caseId ?? null);
  }
}

/** A device as access sees it while a unit holds it, for a case or for none. */
export function positionSubject(id: string, unitId: string, caseId: string | null): AccessSubject {
  return { id, unitIds: [unitId], caseId };
}

/** A controller is where its pilot is, and people are not followed: what only travels with a device is never on a map. */
function isShown({ partOfId }: DeviceSummary): boolean {
  return partOfId === null;
}
