import { Inject, Injectable } from '@nestjs/common';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { Clock, CONFIG, type Config, KeyRing } from '../../platform/index.js';
import { IdentityErrors } from '../identity.errors.js';

const ISSUER = 'skydocket';
const KEY_NAME = 'access-token';
const ON_CONTROLLER = 'controller';
/** Tokens of people at work, kept in the order in which they were seen first. */
const MOST_VERIFIED = 5_000;

export interface AccessClaims {
  readonly userId: string;
  /** With whose end the token ends. */
  readonly logInId: string;
  readonly expiresAt: Date;
  /** Given to a controller: it opens only what DJI Pilot 2 calls. */
  readonly onController: boolean;
}

/** How a token differs from that of a console. */
export interface TokenWish {
  readonly until?: Date;
  readonly onController?: boolean;
}

/** Short-lived bearer tokens (JWT, HS256) signed with a key of the installation. */
@Injectable()
export class AccessTokens {
  private readonly key: Buffer;
  private readonly verified = new Map<string, AccessClaims>();

  constructor(
    keyRing: KeyRing,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.key = keyRing.key(KEY_NAME);
  }

  async issue(
    userId: string,
    logInId: string,
    { until, onController = false }: TokenWish = {},
  ): Promise<{ accessToken: string; expiresAt: Date }> {
    const issuedAt = Math.floor(this.clock.now().getTime() / 1_000);
    const usualEnd = issuedAt + this.config.SKYDOCKET_ACCESS_TOKEN_MINUTES * 60;
    const expiresAt = until ? Math.floor(until.getTime() / 1_000) : usualEnd;
    const accessToken = await new SignJWT({ sid: logInId, ...(onController && { use: ON_CONTROLLER }) })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setSubject(userId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(this.key);
    return { accessToken, expiresAt: new Date(expiresAt * 1_000) };
  }

  /** The signature of a token is looked at once; whether it has expired, each time. @throws TOKEN_EXPIRED, TOKEN_INVALID */
  async verify(token: string, graceSeconds = 0): Promise<AccessClaims> {
    const known = this.verified.get(token);
    if (known && this.clock.now().getTime() < known.expiresAt.getTime() + graceSeconds * 1_000) return known;
    this.verified.delete(token);
    const claims = await this.read(token, graceSeconds);
    for (const oldest of this.verified.keys()) {
      if (this.verified.size < MOST_VERIFIED) break;
      this.verified.delete(oldest);
    }
    this.verified.set(token, claims);
    return claims;
  }

  private async read(token: string, graceSeconds: number): Promise<AccessClaims> {
    try {
      const { payload } = await jwtVerify(token, this.key, {
        issuer: ISSUER,
        algorithms: ['HS256'],
        currentDate: this.clock.now(),
        clockTolerance: graceSeconds,
      });
      return claimsOf(payload);
    } catch (error) {
      throw error instanceof errors.JWTExpired
        ? IdentityErrors.TOKEN_EXPIRED()
        : IdentityErrors.TOKEN_INVALID({}, error);
    }
  }
}

function claimsOf({ sub, sid, exp, use }: JWTPayload): AccessClaims {
  if (typeof sub !== 'string' || typeof sid !== 'string' || typeof exp !== 'number')
    throw new Error('a claim is missing');
  return { userId: sub, logInId: sid, expiresAt: new Date(exp * 1_000), onController: use === ON_CONTROLLER };
}
