import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG, type Config, newId, type Tx } from '../../platform/index.js';
import { AccessTokens } from './access-tokens.js';
import { type LogInRow, RefreshTokenRepository, type RefreshTokenRow } from './refresh-token.repository.js';
import { newSecret, sha256 } from './secrets.js';

const DAY_MS = 86_400_000;

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
    const issuedAt = this.clock.now();
    const refreshToken = newSecret();
    const expiresAt = new Date(issuedAt.getTime() + this.config.SKYDOCKET_REFRESH_TOKEN_DAYS * DAY_MS);
    await this.repository.insert(tx, {
      id: newId(),
      logInId,
      userId,
      sha256: sha256(refreshToken),
      issuedAt,
      expiresAt,
    });
    return { ...(await this.accessTokens.issue(userId, logInId)), refreshToken, refreshExpiresAt: expiresAt };
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
