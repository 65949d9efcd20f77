import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG, type Config, newId, type Tx } from '../../platform/index.js';
import { RefreshTokenRepository, type RefreshTokenRow } from './refresh-token.repository.js';
import { newSecret, sha256 } from './secrets.js';

const DAY_MS = 86_400_000;

export interface IssuedRefreshToken {
  readonly refreshToken: string;
  readonly refreshExpiresAt: Date;
}

/** The life of refresh tokens and of one-time links; both are stored as SHA-256 only. */
@Injectable()
export class RefreshTokens {
  constructor(
    private readonly repository: RefreshTokenRepository,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @param familyId the log-in it belongs to; a new one unless said */
  async issue(tx: Tx, userId: string, familyId = newId()): Promise<IssuedRefreshToken> {
    const issuedAt = this.clock.now();
    const refreshToken = newSecret();
    const expiresAt = new Date(issuedAt.getTime() + this.config.SKYDOCKET_REFRESH_TOKEN_DAYS * DAY_MS);
    await this.repository.insert(tx, {
      id: newId(),
      familyId,
      userId,
      sha256: sha256(refreshToken),
      issuedAt,
      expiresAt,
    });
    return { refreshToken, refreshExpiresAt: expiresAt };
  }

  /** Whose token it is, without locking it. */
  async ownerOf(tx: Tx, refreshToken: string): Promise<string | undefined> {
    return this.repository.ownerOf(tx, sha256(refreshToken));
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

  async endFamily(tx: Tx, familyId: string): Promise<void> {
    await this.repository.revokeFamily(tx, familyId, this.clock.now());
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
