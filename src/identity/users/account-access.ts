import { Injectable } from '@nestjs/common';
import { AuditTrail, type Tx, UnitOfWork, SYSTEM } from '../../platform/index.js';
import { hashPassword } from '../auth/passwords.js';
import { LogInTokens } from '../auth/log-in-tokens.js';
import { IdentityErrors } from '../identity.errors.js';
import { Revocation } from './revocation.js';
import { UserRepository } from './user.repository.js';

/** How access to an account begins (a link to set its password) and ends. */
@Injectable()
export class AccountAccess {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly tokens: LogInTokens,
    private readonly revocation: Revocation,
    private readonly audit: AuditTrail,
  ) {}

  async createPasswordLink(tx: Tx, userId: string): Promise<string> {
    return this.tokens.createPasswordLink(tx, userId);
  }

  /** @throws LINK_INVALID */
  async setPasswordByLink(link: string, password: string): Promise<void> {
    // Before the costly hash, so that guesses cost us little.
    if (!(await this.unitOfWork.read((tx) => this.tokens.isPasswordLink(tx, link))))
      throw IdentityErrors.LINK_INVALID();
    const passwordHash = await hashPassword(password);
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      const userId = await this.tokens.consumePasswordLink(tx, link);
      if (!userId) throw IdentityErrors.LINK_INVALID();
      await this.users.setPassword(tx, userId, passwordHash);
      await this.end(tx, userId);
      await this.audit.record(tx, { action: 'auth.setPassword', subject: { kind: 'user', id: userId } });
    });
  }

  /** Ends every log-in of a person. */
  async end(tx: Tx, userId: string): Promise<void> {
    await this.revocation.endAll(tx, userId);
  }
}
