import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  AuditTrail,
  idInCursor,
  keysetPage,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
  violates,
} from '../../platform/index.js';
import { AccessService } from '../access/access.service.js';
import { combinable } from '../access/role.rules.js';
import { IdentityErrors } from '../identity.errors.js';
import { UnitTree } from '../units/unit-tree.js';
import { AccountAccess } from './account-access.js';
import type { AppUser } from './app-user.entity.js';
import {
  toUserView,
  type UserCreate,
  type UserCreated,
  type UserPatch,
  type UserQuery,
  type UserView,
} from './user.schemas.js';
import { UserRepository } from './user.repository.js';

type View = z.input<typeof UserView>;

/** Accounts: found by everyone who works with people, changed by security administrators of the unit or above. */
@Injectable()
export class UsersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly units: UnitTree,
    private readonly access: AccessService,
    private readonly accounts: AccountAccess,
    private readonly audit: AuditTrail,
  ) {}

  async create(actor: Actor, input: z.output<typeof UserCreate>): Promise<z.input<typeof UserCreated>> {
    this.assertRoles(input.roles);
    if (!this.units.find(input.unitId)) throw IdentityErrors.UNIT_UNKNOWN();
    this.access.require(actor, 'user.manage', [{ id: input.username, unitIds: [input.unitId] }]);
    return this.unitOfWork.run(actor, async (tx) => {
      const user = await this.insert(tx, input);
      const subject = { kind: 'user', id: user.id };
      await this.audit.record(tx, { action: 'user.create', subject, details: { ...input } });
      return { ...this.view(user), passwordLink: await this.accounts.createPasswordLink(tx, user.id) };
    });
  }

  async get(id: string): Promise<View> {
    return this.unitOfWork.read(async (tx) => this.view(await this.found(tx, id)));
  }

  async list({ limit, cursor, unitId, role, q }: z.output<typeof UserQuery>): Promise<Page<View>> {
    const after = idInCursor(cursor);
    const unitIds = unitId ? this.units.subtree(unitId) : undefined;
    const rows = await this.unitOfWork.read((tx) =>
      this.users.list(tx, { unitIds, role, text: q, after, limit: limit + 1 }),
    );
    return keysetPage(
      rows,
      limit,
      ({ id }) => [id],
      (user) => this.view(user),
    );
  }

  /**
   * Changes an account; its tokens and sockets end at once.
   * @throws OWN_ACCOUNT: an administrator who gave themselves a working role would get into cases;
   * LAST_SECURITY_ADMINISTRATOR: without one, nobody could change any account again
   */
  async change(actor: Actor, id: string, patch: z.output<typeof UserPatch>): Promise<View> {
    if (patch.roles) this.assertRoles(patch.roles);
    if (patch.unitId && !this.units.find(patch.unitId)) throw IdentityErrors.UNIT_UNKNOWN();
    return this.unitOfWork.run(actor, async (tx) => {
      const administrators = await this.users.lockSecurityAdministrators(tx);
      const user = await this.locked(tx, id);
      if (user.id === actor.id) throw IdentityErrors.OWN_ACCOUNT();
      const unitIds = [user.unitId, ...(patch.unitId ? [patch.unitId] : [])];
      for (const unitId of unitIds) this.access.require(actor, 'user.manage', [{ id, unitIds: [unitId] }]);
      assertAdministratorLeft(administrators, user, patch);
      await this.users.change(tx, id, patch);
      await this.accounts.end(tx, id);
      await this.audit.record(tx, { action: 'user.change', subject: { kind: 'user', id }, details: { ...patch } });
      return this.view(await this.found(tx, id));
    });
  }

  /** Ends all log-ins and sockets of a person. */
  async revokeSessions(actor: Actor, id: string): Promise<void> {
    await this.unitOfWork.run(actor, async (tx) => {
      const user = await this.locked(tx, id);
      this.access.require(actor, 'user.manage', [{ id, unitIds: [user.unitId] }]);
      await this.users.change(tx, id, { state: user.state });
      await this.accounts.end(tx, id);
      await this.audit.record(tx, { action: 'user.revokeSessions', subject: { kind: 'user', id } });
    });
  }

  /** A new one-time link for a person who lost theirs or forgot the password; earlier links end. */
  async createPasswordLink(actor: Actor, id: string): Promise<string> {
    return this.unitOfWork.run(actor, async (tx) => {
      const user = await this.locked(tx, id);
      this.access.require(actor, 'user.manage', [{ id, unitIds: [user.unitId] }]);
      await this.audit.record(tx, { action: 'user.createPasswordLink', subject: { kind: 'user', id } });
      return this.accounts.createPasswordLink(tx, id);
    });
  }

  private async insert(tx: Tx, input: z.output<typeof UserCreate>): Promise<AppUser> {
    try {
      return await this.users.create(tx, input);
    } catch (error) {
      throw violates(error, 'app_user_username_key') ? IdentityErrors.USERNAME_TAKEN() : error;
    }
  }

  private assertRoles(roles: AppUser['roles']): void {
    if (!combinable(roles)) throw IdentityErrors.ROLES_NOT_COMBINABLE();
  }

  private async found(tx: Tx, id: string): Promise<AppUser> {
    const user = await this.users.find(tx, id);
    if (!user) throw PlatformErrors.NOT_FOUND();
    return user;
  }

  private async locked(tx: Tx, id: string): Promise<AppUser> {
    const user = await this.users.lock(tx, id);
    if (!user) throw PlatformErrors.NOT_FOUND();
    return user;
  }

  private view(user: AppUser): View {
    const unit = this.units.find(user.unitId);
    if (!unit) throw new Error(`user ${user.id} belongs to no unit`);
    return toUserView(user, unit);
  }
}

/** @param administrators the active security administrators, locked */
function assertAdministratorLeft(
  administrators: ReadonlySet<string>,
  { id }: AppUser,
  { state, roles }: z.output<typeof UserPatch>,
): void {
  const stays = state !== 'suspended' && (roles?.includes('security_admin') ?? true);
  if (!stays && administrators.has(id) && administrators.size === 1) throw IdentityErrors.LAST_SECURITY_ADMINISTRATOR();
}
