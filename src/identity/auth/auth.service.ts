import { Inject, Injectable } from '@nestjs/common';
import {
  AuditTrail,
  Clock,
  CONFIG,
  type Config,
  newId,
  PlatformErrors,
  RateLimit,
  SYSTEM,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { IdentityErrors } from '../identity.errors.js';
import type { AppUser } from '../users/app-user.entity.js';
import { UserRepository } from '../users/user.repository.js';
import { AccessTokens } from './access-tokens.js';
import { hashPassword, passwordMatches } from './passwords.js';
import { RefreshTokenRepository, type RefreshTokenRow } from './refresh-token.repository.js';
import { newSecret, sha256 } from './secrets.js';

const DAY_MS = 86_400_000;

export interface LogIn {
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly user: AppUser;
  readonly refreshToken: string;
  readonly refreshExpiresAt: Date;
}

/** Log-in, rotation of refresh tokens, log-out. */
@Injectable()
export class AuthService {
  private readonly failures: RateLimit;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly refreshTokens: RefreshTokenRepository,
    private readonly accessTokens: AccessTokens,
    private readonly audit: AuditTrail,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {
    this.failures = new RateLimit(config.SKYDOCKET_LOGIN_ATTEMPTS);
  }

  /** @throws LOGIN_FAILED, RATE_LIMITED after too many failures for the name or the address */
  async logIn(username: string, password: string, address: string): Promise<LogIn> {
    const keys = [`name:${username.toLowerCase()}`, `address:${address}`];
    const now = this.clock.now();
    if (keys.some((key) => this.failures.exceeded(key, now))) throw PlatformErrors.RATE_LIMITED();
    const user = await this.unitOfWork.read((tx) => this.users.findByName(tx, username));
    if (!(await passwordMatches(password, user?.passwordHash)) || !user || !this.mayLogIn(user)) {
      for (const key of keys) this.failures.count(key, now);
      await this.audit.recordRefusal(SYSTEM, { action: 'auth.logIn', details: { username, address } });
      throw IdentityErrors.LOGIN_FAILED();
    }
    this.failures.reset(keys[0] ?? '');
    return this.unitOfWork.run(SYSTEM, async (tx) => {
      await this.audit.record(tx, {
        action: 'auth.logIn',
        subject: { kind: 'user', id: user.id },
        details: { address },
      });
      return this.issue(tx, user, newId());
    });
  }

  /**
   * Gives a new pair for a refresh token, once. A second use means that someone else has it too:
   * the whole family ends.
   * @throws TOKEN_INVALID, TOKEN_EXPIRED, REFRESH_REUSED
   */
  async refresh(refreshToken: string): Promise<LogIn> {
    const outcome = await this.unitOfWork.run(SYSTEM, async (tx) => {
      const token = await this.refreshTokens.lock(tx, sha256(refreshToken));
      if (!token || token.revokedAt) throw IdentityErrors.TOKEN_INVALID();
      if (token.usedAt) return this.endFamily(tx, token);
      if (token.expiresAt <= this.clock.now()) throw IdentityErrors.TOKEN_EXPIRED();
      const user = await this.users.find(tx, token.userId);
      if (!user || !this.mayLogIn(user)) throw IdentityErrors.TOKEN_INVALID();
      await this.refreshTokens.markUsed(tx, token.id, this.clock.now());
      return this.issue(tx, user, token.familyId);
    });
    if (!outcome) throw IdentityErrors.REFRESH_REUSED();
    return outcome;
  }

  async logOut(refreshToken: string): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      const token = await this.refreshTokens.lock(tx, sha256(refreshToken));
      if (token) await this.refreshTokens.revokeFamily(tx, token.familyId, this.clock.now());
    });
  }

  /** @throws LINK_INVALID */
  async setPasswordByLink(link: string, password: string): Promise<void> {
    const passwordHash = await hashPassword(password);
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      const userId = await this.refreshTokens.consumeLink(tx, sha256(link), this.clock.now());
      if (!userId) throw IdentityErrors.LINK_INVALID();
      await this.users.setPassword(tx, userId, passwordHash);
      await this.refreshTokens.revokeAllOf(tx, userId, this.clock.now());
      await this.audit.record(tx, { action: 'auth.setPassword', subject: { kind: 'user', id: userId } });
    });
  }

  /** A link by which a person sets a password, valid once. */
  async createPasswordLink(tx: Tx, userId: string, lifeMs = DAY_MS): Promise<string> {
    const link = newSecret();
    await this.refreshTokens.insertLink(tx, {
      userId,
      sha256: sha256(link),
      expiresAt: new Date(this.clock.now().getTime() + lifeMs),
    });
    return link;
  }

  private mayLogIn(user: AppUser): boolean {
    return user.state === 'active' && !(user.demonstration && this.config.SKYDOCKET_MODE === 'production');
  }

  /** Commits the end of the family; the refusal is thrown afterwards, outside the transaction. */
  private async endFamily(tx: Tx, token: RefreshTokenRow): Promise<undefined> {
    await this.refreshTokens.revokeFamily(tx, token.familyId, this.clock.now());
    await this.audit.record(tx, { action: 'auth.refreshReused', subject: { kind: 'user', id: token.userId } });
    return undefined;
  }

  private async issue(tx: Tx, user: AppUser, familyId: string): Promise<LogIn> {
    const issuedAt = this.clock.now();
    const refreshToken = newSecret();
    const refreshExpiresAt = new Date(issuedAt.getTime() + this.config.SKYDOCKET_REFRESH_TOKEN_DAYS * DAY_MS);
    await this.refreshTokens.insert(tx, {
      id: newId(),
      familyId,
      userId: user.id,
      sha256: sha256(refreshToken),
      issuedAt,
      expiresAt: refreshExpiresAt,
    });
    return { ...(await this.accessTokens.issue(user.id, user.accessVersion)), user, refreshToken, refreshExpiresAt };
  }
}
