import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail, CONFIG, type Config, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { IdentityErrors } from '../identity.errors.js';
import type { AppUser } from '../users/app-user.entity.js';
import { UserRepository } from '../users/user.repository.js';
import { AccessTokens } from './access-tokens.js';
import { passwordMatches } from './passwords.js';
import type { RefreshTokenRow } from './refresh-token.repository.js';
import { type IssuedRefreshToken, RefreshTokens } from './refresh-tokens.js';

export interface LogIn extends IssuedRefreshToken {
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly user: AppUser;
}

/** Log-in, rotation of refresh tokens, log-out. */
@Injectable()
export class AuthService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessTokens: AccessTokens,
    private readonly audit: AuditTrail,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws LOGIN_FAILED */
  async logIn(username: string, password: string, address: string): Promise<LogIn> {
    const user = await this.unitOfWork.read((tx) => this.users.findByName(tx, username));
    if (!(await passwordMatches(password, user?.passwordHash)) || !user || !this.mayLogIn(user)) {
      await this.audit.recordRefusal(SYSTEM, { action: 'auth.logIn', details: { username, address } });
      throw IdentityErrors.LOGIN_FAILED();
    }
    return this.unitOfWork.run(SYSTEM, async (tx) => {
      const current = await this.users.lock(tx, user.id);
      // The password was checked against an account that has changed since.
      if (current?.accessVersion !== user.accessVersion) throw IdentityErrors.LOGIN_FAILED();
      await this.audit.record(tx, {
        action: 'auth.logIn',
        subject: { kind: 'user', id: user.id },
        details: { address },
      });
      return this.issue(tx, user);
    });
  }

  /**
   * Gives a new pair for a refresh token, once. A second use means that someone else has it too:
   * the whole family ends.
   * @throws TOKEN_INVALID, TOKEN_EXPIRED, REFRESH_REUSED
   */
  async refresh(refreshToken: string): Promise<LogIn> {
    const outcome = await this.unitOfWork.run(SYSTEM, async (tx) => {
      const userId = await this.refreshTokens.ownerOf(tx, refreshToken);
      // The account before its token, as revocation locks them.
      const user = userId === undefined ? null : await this.users.lock(tx, userId);
      const token = await this.refreshTokens.lock(tx, refreshToken);
      if (!token || token.revokedAt) throw IdentityErrors.TOKEN_INVALID();
      if (token.usedAt) return this.endFamily(tx, token);
      if (this.refreshTokens.isOver(token)) throw IdentityErrors.TOKEN_EXPIRED();
      if (!user || !this.mayLogIn(user)) throw IdentityErrors.TOKEN_INVALID();
      await this.refreshTokens.use(tx, token);
      return this.issue(tx, user, token.familyId);
    });
    if (!outcome) throw IdentityErrors.REFRESH_REUSED();
    return outcome;
  }

  async logOut(refreshToken: string): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      const token = await this.refreshTokens.lock(tx, refreshToken);
      if (token) await this.refreshTokens.endFamily(tx, token.familyId);
    });
  }

  private mayLogIn(user: AppUser): boolean {
    return user.state === 'active' && !(user.demonstration && this.config.SKYDOCKET_MODE === 'production');
  }

  /** Commits the end of the family; the refusal is thrown afterwards, outside the transaction. */
  private async endFamily(tx: Tx, { familyId, userId }: RefreshTokenRow): Promise<undefined> {
    await this.refreshTokens.endFamily(tx, familyId);
    await this.audit.record(tx, { action: 'auth.refreshReused', subject: { kind: 'user', id: userId } });
    return undefined;
  }

  private async issue(tx: Tx, user: AppUser, familyId?: string): Promise<LogIn> {
    const refresh = await this.refreshTokens.issue(tx, user.id, familyId);
    return { ...refresh, ...(await this.accessTokens.issue(user.id, user.accessVersion)), user };
  }
}
