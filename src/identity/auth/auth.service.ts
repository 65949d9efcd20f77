import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail, CONFIG, type Config, PlatformErrors, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { PERMISSIONS } from '../access/permissions.js';
import { IdentityErrors } from '../identity.errors.js';
import type { AppUser } from '../users/app-user.entity.js';
import { Revocation } from '../users/revocation.js';
import { UserRepository } from '../users/user.repository.js';
import { passwordMatches } from './passwords.js';
import type { LogInRow } from './refresh-token.repository.js';
import { type ControllerToken, LogInTokens, type TokenPair } from './log-in-tokens.js';

export interface LogIn extends TokenPair {
  readonly user: AppUser;
}

export interface ControllerLogIn extends ControllerToken {
  readonly user: AppUser;
}

interface Proof {
  readonly username: string;
  readonly password: string;
  readonly address: string;
}

export interface HeldTokens {
  readonly refreshToken?: string | undefined;
  readonly accessToken?: string | undefined;
}

/** Log-in, rotation of refresh tokens, log-out. */
@Injectable()
export class AuthService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly tokens: LogInTokens,
    private readonly revocation: Revocation,
    private readonly audit: AuditTrail,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws LOGIN_FAILED */
  async logIn(username: string, password: string, address: string): Promise<LogIn> {
    return this.begin({ username, password, address }, 'auth.logIn', (tx, user) => this.issue(tx, user));
  }

  /** @throws LOGIN_FAILED; FORBIDDEN for those who have nothing to do with devices */
  async logInOnController(username: string, password: string, address: string): Promise<ControllerLogIn> {
    return this.begin({ username, password, address }, 'auth.logInOnController', async (tx, user) => {
      if (!PERMISSIONS['pilotWorkspace.use'].roles.some((role) => user.roles.includes(role)))
        throw PlatformErrors.FORBIDDEN();
      return { ...(await this.tokens.issueForController(tx, user.id)), user };
    });
  }

  /** A new token for the log-in on a controller that this one belongs to. @throws TOKEN_INVALID, TOKEN_EXPIRED */
  async renewOnController(accessToken: string): Promise<ControllerLogIn> {
    return this.unitOfWork.read(async (tx) => {
      const renewed = await this.tokens.renewForController(tx, accessToken);
      const user = await this.users.find(tx, renewed.userId);
      if (!user || !this.mayLogIn(user)) throw IdentityErrors.TOKEN_INVALID();
      return { ...renewed, user };
    });
  }

  private async begin<T>(
    { username, password, address }: Proof,
    action: string,
    issue: (tx: Tx, user: AppUser) => Promise<T>,
  ): Promise<T> {
    const user = await this.unitOfWork.read((tx) => this.users.findByName(tx, username));
    if (!(await passwordMatches(password, user?.passwordHash)) || !user || !this.mayLogIn(user)) {
      await this.audit.recordRefusal(SYSTEM, { action, details: { username, address } });
      throw IdentityErrors.LOGIN_FAILED();
    }
    return this.unitOfWork.run(SYSTEM, async (tx) => {
      const current = await this.users.lock(tx, user.id);
      // The password was checked against an account that has changed since.
      if (current?.accessVersion !== user.accessVersion) throw IdentityErrors.LOGIN_FAILED();
      await this.audit.record(tx, {
        action,
        subject: { kind: 'user', id: user.id },
        details: { address },
      });
      return issue(tx, user);
    });
  }

  /**
   * Gives a new pair for a refresh token, once. A second use means that someone else has it too:
   * the whole log-in ends.
   * @throws TOKEN_INVALID, TOKEN_EXPIRED, REFRESH_REUSED
   */
  async refresh(refreshToken: string): Promise<LogIn> {
    const outcome = await this.unitOfWork.run(SYSTEM, async (tx) => {
      const logIn = await this.tokens.logInOf(tx, refreshToken);
      // The account before its token, as revocation locks them.
      const user = logIn ? await this.users.lock(tx, logIn.userId) : null;
      const token = await this.tokens.lock(tx, refreshToken);
      if (!token || token.revokedAt) throw IdentityErrors.TOKEN_INVALID();
      if (token.usedAt) return this.endReused(tx, token);
      if (this.tokens.isOver(token)) throw IdentityErrors.TOKEN_EXPIRED();
      if (!user || !this.mayLogIn(user)) throw IdentityErrors.TOKEN_INVALID();
      await this.tokens.use(tx, token);
      return this.issue(tx, user, token.logInId);
    });
    if (!outcome) throw IdentityErrors.REFRESH_REUSED();
    return outcome;
  }

  /** Ends the log-ins that the tokens belong to, with all that came from them. Tokens that are none are passed over. */
  async logOut({ refreshToken, accessToken }: HeldTokens): Promise<void> {
    const byAccess = accessToken === undefined ? undefined : await this.tokens.logInBehind(accessToken);
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      const byRefresh = refreshToken === undefined ? undefined : await this.tokens.logInOf(tx, refreshToken);
      for (const logIn of [byRefresh, byAccess]) if (logIn) await this.endLogIn(tx, logIn);
    });
  }

  private mayLogIn(user: AppUser): boolean {
    return user.state === 'active' && !(user.demonstration && this.config.SKYDOCKET_MODE === 'production');
  }

  private async endLogIn(tx: Tx, logIn: LogInRow): Promise<void> {
    // As a refresh does: one that is under way has then given its last token before all of them end.
    await this.users.lock(tx, logIn.userId);
    if (await this.revocation.endLogIn(tx, logIn))
      await this.audit.record(tx, { action: 'auth.logOut', subject: { kind: 'user', id: logIn.userId } });
  }

  /** Commits the end of the log-in; the refusal is thrown afterwards, outside the transaction. */
  private async endReused(tx: Tx, logIn: LogInRow): Promise<undefined> {
    await this.revocation.endLogIn(tx, logIn);
    await this.audit.record(tx, { action: 'auth.refreshReused', subject: { kind: 'user', id: logIn.userId } });
    return undefined;
  }

  private async issue(tx: Tx, user: AppUser, logInId?: string): Promise<LogIn> {
    return { ...(await this.tokens.issue(tx, user.id, logInId)), user };
  }
}
