import { Injectable } from '@nestjs/common';
import { People, type Person, PERMISSIONS, type Role } from '../../../../identity/index.js';
import type { Tx } from '../../../../platform/index.js';
import { EquipmentErrors } from '../../../equipment.errors.js';
import { PoolRights } from '../../../pool-rights.service.js';
import type { CustodyRow } from '../custody-row.js';
import { handOverRefusal } from './hand-over.rules.js';

const HOLDING_ROLES: readonly Role[] = PERMISSIONS['custody.checkOut'].roles;

/** Who may take a device over from its holder. */
@Injectable()
export class Receivers {
  constructor(
    private readonly people: People,
    private readonly rights: PoolRights,
  ) {}

  /** @throws HAND_OVER_TO_SELF, HAND_OVER_RECEIVER_UNFIT, HAND_OVER_RECEIVER_OUTSIDE */
  async require(tx: Tx, custody: CustodyRow, userId: string): Promise<Person> {
    const person = await this.people.find(tx, userId);
    const inCase = custody.caseId !== null && (await this.rights.isMember(tx, custody.caseId, userId));
    const mayHold = person?.active === true && person.roles.some((role) => HOLDING_ROLES.includes(role));
    const receiver = { userId, unitId: person?.unitId ?? '', mayHold, inCase };
    const refusal = handOverRefusal(custody, receiver);
    if (refusal || !person) throw EquipmentErrors[refusal ?? 'HAND_OVER_RECEIVER_UNFIT']({ toUserId: userId });
    return person;
  }
}
