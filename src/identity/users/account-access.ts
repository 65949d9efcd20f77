import { Injectable } from '@nestjs/common';
import { AuditTrail, Realtime, type Tx, UnitOfWork, SYSTEM } from '../../platform/index.js';
import { hashPassword } from '../auth/passwords.js';
import { RefreshTokens } from '../auth/refresh-tokens.js';
import { IdentityErrors } from '../identity.errors.js';
import { Actors } from './actors.service.js';
import { UserRepository } from './user.repository.js';

/** How access to an account begins (a link to set its password) and ends (tokens and sockets at once). */
@Injectable()
export class AccountAccess {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly refreshTokens: RefreshTokens,
    private readonly actors: Actors,
    private readonly realtime: Realtime,
    private readonly audit: AuditTrail,
  ) {}

  async createPasswordLink(tx: Tx, userId: string): Promise<string> {
    return this.refreshTokens.createPasswordLink(tx, userId);
  }

  /** @throws LINK_INVALID */
  async setPasswordByLink(link: string, password: string): Promise<void> {
    // Before the costly hash, so that guesses cost us little.
    if (!(await this.unitOfWork.read((tx) => this.refreshTokens.isPasswordLink(tx, link))))
      throw IdentityErrors.LINK_INVALID();
    const passwordHash = await hashPassword(password);
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      const userId = await this.refreshTokens.consumePasswordLink(tx, link);
      if (!userId) throw IdentityErrors.LINK_INVALID();
      await this.users.setPassword(tx, userId, passwordHash);
      await this.end(tx, userId);
      await this.audit.record(tx, { action: 'auth.setPassword', subject: { kind: 'user', id: userId } });
    });
  }

  /** Ends refresh tokens with the transaction, sockets and remembered rights right after it. */
  async end(tx: Tx, userId: string): Promise<void> {
    await this.refreshTokens.endAllOf(tx, userId);
    tx.afterCommit(() => {
      this.actors.forget(userId);
      this.realtime.disconnectUser(userId);
    });
  }
}
