import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Clock, newId, type Tx } from '../../platform/index.js';
import type { Grant } from '../access/user-actor.js';
import type { Role } from '../access/roles.js';
import { AppUser, type UserState } from './app-user.entity.js';

export interface NewAccount {
  readonly username: string;
  readonly displayName: string;
  readonly unitId: string;
  readonly roles: readonly Role[];
}

export interface UserFilter {
  readonly unitIds?: readonly string[];
  readonly role?: Role;
  readonly text?: string;
  readonly after?: string;
  readonly limit: number;
}

export interface UserChange {
  readonly displayName?: string;
  readonly unitId?: string;
  readonly roles?: readonly Role[];
  readonly state?: UserState;
}

export type PersonRow = Pick<AppUser, 'id' | 'username' | 'displayName' | 'unitId' | 'roles' | 'state'>;

/** The only SQL on accounts and their grants. */
@Injectable()
export class UserRepository {
  constructor(private readonly clock: Clock) {}

  /** A new active account without password. */
  async create(tx: Tx, account: NewAccount): Promise<AppUser> {
    const user: AppUser = {
      ...account,
      roles: [...account.roles],
      id: newId(),
      passwordHash: null,
      state: 'active',
      demonstration: false,
      accessVersion: 1,
      createdAt: this.clock.now(),
    };
    await tx.repository(AppUser).insert(user);
    return user;
  }

  async find(tx: Tx, id: string): Promise<AppUser | null> {
    return tx.repository(AppUser).findOneBy({ id });
  }

  /** Without what only a log-in needs. */
  async person(tx: Tx, id: string): Promise<PersonRow | undefined> {
    const sql = `SELECT id, username, display_name AS "displayName", unit_id AS "unitId", roles, state
      FROM app_user WHERE id = $1`;
    return (await tx.prepared<PersonRow>('identity.person', sql, [id]))[0];
  }

  /**
   * Also locks the row until the transaction ends: handing out tokens and taking them away happen one after
   * the other. References to the account stay possible meanwhile.
   */
  async lock(tx: Tx, id: string): Promise<AppUser | null> {
    return tx.repository(AppUser).findOne({ where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  async findMany(tx: Tx, ids: readonly string[]): Promise<AppUser[]> {
    return tx.repository(AppUser).findBy({ id: In([...ids]) });
  }

  /** Locks the accounts that exist, in the order of their ids. */
  async lockMany(tx: Tx, ids: readonly string[]): Promise<AppUser[]> {
    return tx
      .repository(AppUser)
      .createQueryBuilder('u')
      .where('u.id = ANY(:ids)', { ids })
      .orderBy('u.id')
      .setLock('for_no_key_update')
      .getMany();
  }

  /** Locks all active security administrators, always in the same order. */
  async lockSecurityAdministrators(tx: Tx): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM app_user WHERE state = 'active' AND 'security_admin' = ANY(roles) ORDER BY id FOR NO KEY UPDATE`,
    );
    return new Set(rows.map(({ id }) => id));
  }

  async findByName(tx: Tx, username: string): Promise<AppUser | null> {
    return tx
      .repository(AppUser)
      .createQueryBuilder('u')
      .where('lower(u.username) = lower(:username)', { username })
      .getOne();
  }

  async list(tx: Tx, { unitIds, role, text, after, limit }: UserFilter): Promise<AppUser[]> {
    const query = tx.repository(AppUser).createQueryBuilder('u').orderBy('u.id').limit(limit);
    if (unitIds) query.andWhere('u.unitId IN (:...unitIds)', { unitIds });
    if (role) query.andWhere(':role = ANY(u.roles)', { role });
    if (text) query.andWhere('position(lower(:text) IN lower(u.username || u.displayName)) > 0', { text });
    if (after) query.andWhere('u.id > :after', { after });
    return query.getMany();
  }

  /** Ids that exist, out of those asked for. */
  async existing(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }>(`SELECT id FROM app_user WHERE id = ANY($1)`, [ids]);
    return new Set(rows.map(({ id }) => id));
  }

  /** Applies a change; a log-in whose password is just being checked will find the account changed. */
  async change(tx: Tx, id: string, change: UserChange): Promise<void> {
    await tx
      .repository(AppUser)
      .update(id, { ...change, roles: change.roles && [...change.roles], accessVersion: () => 'access_version + 1' });
  }

  async setPassword(tx: Tx, id: string, passwordHash: string): Promise<void> {
    await tx.repository(AppUser).update(id, { passwordHash, accessVersion: () => 'access_version + 1' });
  }

  async grantsOf(tx: Tx, userId: string, now: Date): Promise<Grant[]> {
    return tx.query<Grant>(
      `SELECT scope_kind AS "scopeKind", scope_id AS "scopeId", capability FROM access_grant
       WHERE user_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
      [userId, now],
    );
  }
}
