import { Injectable } from '@nestjs/common';
import { CasesService } from '../cases/index.js';
import { type AccessScope, AccessService, asUser, IdentityErrors, type Permission } from '../identity/index.js';
import { type Actor, PlatformErrors, Refusals, type Tx } from '../platform/index.js';
import { LoanReaches } from './lending/bookings/loan-reach.service.js';

/** A booking or custody as access sees it. */
export interface PartyOf {
  readonly id: string;
  /** The unit that booked or holds. */
  readonly unitId: string;
  readonly caseId: string | null;
}

/** Who may see and do what in the pool; the decisions themselves are taken by `identity`. */
@Injectable()
export class PoolRights {
  constructor(
    private readonly access: AccessService,
    private readonly cases: CasesService,
    readonly reaches: LoanReaches,
    private readonly refusals: Refusals,
  ) {}

  /** @throws FORBIDDEN */
  requireForOwnUnit(actor: Actor, permission: Permission): void {
    const { unitId } = asUser(actor);
    this.access.require(actor, permission, [{ id: unitId, unitIds: [unitId] }]);
  }

  /** Whether the person may do this for the own unit. */
  may(actor: Actor, permission: Permission): boolean {
    return this.owns(actor, permission, asUser(actor).unitId);
  }

  /** Ids of the devices about which the person decides for their owners. */
  decided(
    actor: Actor,
    devices: readonly { readonly id: string; readonly ownerUnitId: string }[],
  ): ReadonlySet<string> {
    const subjects = devices.map(({ id, ownerUnitId }) => ({ id, unitIds: [ownerUnitId] }));
    return this.access.allowed(actor, 'booking.decide', subjects);
  }

  /** For what belongs to the pool as a whole: only people of its first unit reach it. @throws FORBIDDEN */
  requireWholePool(actor: Actor, permission: Permission): void {
    const firstId = this.reaches.placeOf(asUser(actor).unitId).ancestorIds.at(-1) ?? asUser(actor).unitId;
    this.access.require(actor, permission, [{ id: firstId, unitIds: [firstId] }]);
  }

  /** @throws UNIT_UNKNOWN, FORBIDDEN */
  requireUnit(actor: Actor, permission: Permission, unitId: string): void {
    if (!this.reaches.exists(unitId)) throw IdentityErrors.UNIT_UNKNOWN();
    this.access.require(actor, permission, [{ id: unitId, unitIds: [unitId] }]);
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  requireOwner(actor: Actor, permission: Permission, device: { readonly id: string; readonly unitId: string }): void {
    this.access.require(actor, permission, [{ id: device.id, unitIds: [device.unitId] }]);
  }

  /** For what belongs to units alone. @throws NOT_FOUND, FORBIDDEN */
  requireParties(actor: Actor, permission: Permission, id: string, unitIds: readonly string[]): void {
    this.access.require(actor, permission, [{ id, unitIds }]);
  }

  /** @throws NOT_FOUND, FORBIDDEN; `ownerUnitIds` count like the party itself */
  require(actor: Actor, permission: Permission, party: PartyOf, ownerUnitIds: readonly string[] = []): void {
    this.access.require(actor, permission, [subjectOf(party, ownerUnitIds)]);
  }

  /** For what the person sees, and may not do so: has it recorded like every refusal. @throws FORBIDDEN */
  forbid(actor: Actor, permission: Permission, id: string): never {
    const refusal = PlatformErrors.FORBIDDEN();
    void this.refusals.note(actor, { action: permission, subject: { id }, details: { code: refusal.code } });
    throw refusal;
  }

  /** Whether purpose, case and person are the reader's business: the party, those above it, members of the case. */
  isParty(actor: Actor, permission: Permission, party: PartyOf, otherUnitIds: readonly string[] = []): boolean {
    return this.access.allowed(actor, permission, [subjectOf(party, otherUnitIds)]).has(party.id);
  }

  owns(actor: Actor, permission: Permission, unitId: string): boolean {
    return this.access.allowed(actor, permission, [{ id: unitId, unitIds: [unitId] }]).has(unitId);
  }

  scope(actor: Actor, permission: Permission): AccessScope {
    return this.access.scope(actor, permission);
  }

  /** @throws NOT_FOUND */
  async requireCase(tx: Tx, actor: Actor, caseId: string): Promise<void> {
    await this.cases.requireVisible(tx, actor, caseId);
  }

  isMember(tx: Tx, caseId: string, userId: string): Promise<boolean> {
    return this.cases.isMember(tx, caseId, userId);
  }

  nameOf(unitId: string): string {
    return this.reaches.nameOf(unitId);
  }
}

function subjectOf({ id, unitId, caseId }: PartyOf, ownerUnitIds: readonly string[]) {
  return { id, unitIds: [unitId, ...ownerUnitIds], caseId };
}
