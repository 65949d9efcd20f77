import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG, type Config, newId, type Tx } from '../../platform/index.js';
import { IdentityErrors } from '../identity.errors.js';
import { AccessTokens } from './access-tokens.js';
import { type LogInRow, RefreshTokenRepository, type RefreshTokenRow } from './refresh-token.repository.js';
import { newSecret, sha256 } from './secrets.js';

const DAY_MS = 86_400_000;

/** As long as a day's flying: Pilot logs out in the air when its token ends. */
const CONTROLLER_TOKEN_MS = 12 * 3_600_000;

/** What a controller holds instead of a refresh token, which it has no safe place for. */
export interface ControllerToken {
  readonly accessToken: string;
  readonly expiresAt: Date;
}

/** A refresh token, used once, and the access token that it stands behind. */
export interface TokenPair {
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly refreshToken: string;
  readonly refreshExpiresAt: Date;
}

/** The life of the tokens of log-ins, and of one-time links; what is stored is stored as SHA-256 only. */
@Injectable()
export class LogInTokens {
  constructor(
    private readonly repository: RefreshTokenRepository,
    private readonly accessTokens: AccessTokens,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @param logInId what it belongs to; a new log-in unless said */
  async issue(tx: Tx, userId: string, logInId = newId()): Promise<TokenPair> {
    const refreshToken = newSecret();
    const { refreshExpiresAt } = await this.begin(tx, userId, logInId, refreshToken);
    return { ...(await this.accessTokens.issue(userId, logInId)), refreshToken, refreshExpiresAt };
  }

  /** A log-in on a controller. Its refresh token is given to nobody: it stands for the log-in until that is over. */
  async issueForController(tx: Tx, userId: string): Promise<ControllerToken> {
    const { refreshExpiresAt, logInId } = await this.begin(tx, userId, newId(), newSecret());
    return this.controllerToken({ userId, logInId }, refreshExpiresAt);
  }

  /** A new token for the log-in behind this one. @throws TOKEN_INVALID for one of a console, or after the log-in */
  async renewForController(tx: Tx, accessToken: string): Promise<ControllerToken & LogInRow> {
    const { onController, ...logIn } = await this.accessTokens.verify(accessToken);
    const end = onController ? await this.repository.liveUntil(tx, logIn) : undefined;
    if (!end || end <= this.clock.now()) throw IdentityErrors.TOKEN_INVALID();
    return { ...logIn, ...(await this.controllerToken(logIn, end)) };
  }

  private async begin(
    tx: Tx,
    userId: string,
    logInId: string,
    refreshToken: string,
  ): Promise<{ readonly logInId: string; readonly refreshExpiresAt: Date }> {
    const issuedAt = this.clock.now();
    const expiresAt = new Date(issuedAt.getTime() + this.config.SKYDOCKET_REFRESH_TOKEN_DAYS * DAY_MS);
    const token = { id: newId(), logInId, userId, sha256: sha256(refreshToken), issuedAt, expiresAt };
    await this.repository.insert(tx, token);
    return { logInId, refreshExpiresAt: expiresAt };
  }

  private controllerToken({ userId, logInId }: LogInRow, end: Date): Promise<ControllerToken> {
    const until = new Date(Math.min(this.clock.now().getTime() + CONTROLLER_TOKEN_MS, end.getTime()));
    return this.accessTokens.issue(userId, logInId, { until, onController: true });
  }

  /** What a refresh token belongs to, without locking it. */
  async logInOf(tx: Tx, refreshToken: string): Promise<LogInRow | undefined> {
    return this.repository.logInOf(tx, sha256(refreshToken));
  }

  /** Whether anything of the log-in may still be used. */
  async isLive(tx: Tx, logIn: LogInRow): Promise<boolean> {
    return this.repository.isLive(tx, logIn);
  }

  /** What an access token belongs to; undefined when it is none of ours, or has run out. */
  async logInBehind(accessToken: string): Promise<LogInRow | undefined> {
    try {
      return await this.accessTokens.verify(accessToken);
    } catch {
      return undefined;
    }
  }

  /** Locks the token: of two uses at once the second one sees the first. */
  async lock(tx: Tx, refreshToken: string): Promise<RefreshTokenRow | undefined> {
    return this.repository.lock(tx, sha256(refreshToken));
  }

  isOver({ expiresAt }: RefreshTokenRow): boolean {
    return expiresAt <= this.clock.now();
  }

  async use(tx: Tx, { id }: RefreshTokenRow): Promise<void> {
    await this.repository.markUsed(tx, id, this.clock.now());
  }

  /** False when it had ended before. */
  async endLogIn(tx: Tx, logInId: string): Promise<boolean> {
    return this.repository.revokeLogIn(tx, logInId, this.clock.now());
  }

  async endAllOf(tx: Tx, userId: string): Promise<void> {
    await this.repository.revokeAllOf(tx, userId, this.clock.now());
  }

  /** The secret of a link by which a person sets a password, once, within a day; earlier links end. */
  async createPasswordLink(tx: Tx, userId: string): Promise<string> {
    const link = newSecret();
    await this.repository.endLinksOf(tx, userId, this.clock.now());
    await this.repository.insertLink(tx, {
      userId,
      sha256: sha256(link),
      expiresAt: new Date(this.clock.now().getTime() + DAY_MS),
    });
    return link;
  }

  async isPasswordLink(tx: Tx, link: string): Promise<boolean> {
    return this.repository.isLiveLink(tx, sha256(link), this.clock.now());
  }

  /** Uses a link up; undefined when it is unknown, used or over. */
  async consumePasswordLink(tx: Tx, link: string): Promise<string | undefined> {
    return this.repository.consumeLink(tx, sha256(link), this.clock.now());
  }
}
