import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { Role } from '../access/roles.js';
import { type PersonRow, UserRepository } from './user.repository.js';

export interface Person {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly unitId: string;
  readonly roles: readonly Role[];
  readonly active: boolean;
}

const EVERYONE = 1_000;

/** People as the other features ask for them. No access decision is taken here. */
@Injectable()
export class People {
  constructor(private readonly users: UserRepository) {}

  async find(tx: Tx, userId: string): Promise<Person | undefined> {
    const user = await this.users.person(tx, userId);
    return user ? toPerson(user) : undefined;
  }

  /** Those that exist, in no order. */
  async findMany(tx: Tx, userIds: readonly string[]): Promise<Person[]> {
    return (await this.users.findMany(tx, userIds)).map(toPerson);
  }

  async ofUnit(tx: Tx, unitIds: readonly string[], role?: Role): Promise<Person[]> {
    return (await this.users.list(tx, { unitIds, role, limit: EVERYONE })).map(toPerson).filter(({ active }) => active);
  }

  /**
   * Keeps the people's absences and bookings as they are until the transaction ends: whoever changes one locks the
   * person first. In the order of ids; unknown ids are left out.
   */
  async lock(tx: Tx, userIds: readonly string[]): Promise<Person[]> {
    return (await this.users.lockMany(tx, userIds)).map(toPerson);
  }

  /** The ids, out of those asked for, of which there is no account. */
  async missing(tx: Tx, userIds: readonly string[]): Promise<string[]> {
    const existing = await this.users.existing(tx, userIds);
    return userIds.filter((id) => !existing.has(id));
  }
}

function toPerson({ id, username, displayName, unitId, roles, state }: PersonRow): Person {
  return { id, username, displayName, unitId, roles, active: state === 'active' };
}
