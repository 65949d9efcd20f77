import { Injectable } from '@nestjs/common';
import { PlatformErrors, type SocketSession, UnitOfWork } from '../../platform/index.js';
import type { UserActor } from '../access/user-actor.js';
import { IdentityErrors } from '../identity.errors.js';
import { Actors } from '../users/actors.service.js';
import { passOfKey, passOfLogIn } from '../users/revocation.js';
import { type AccessClaims, AccessTokens } from './access-tokens.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { bearerTokenIn } from './bearer.rules.js';
import { GuestPasses, type GuestSession } from './guest-passes.js';
import { sha256 } from './secrets.js';

export const API_KEY_PREFIX = 'sdk_';

export type UserSession = SocketSession & { actor: UserActor };

/** Proves who sends a bearer token: an access token of a person, or an API key. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly actors: Actors,
    private readonly apiKeys: ApiKeyRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly guests: GuestPasses,
  ) {}

  /** @throws UNAUTHENTICATED, TOKEN_INVALID, TOKEN_EXPIRED */
  async authenticate(
    authorization: string | undefined,
    { requestId, isPilots }: { requestId?: string; isPilots: boolean },
  ): Promise<UserActor> {
    const token = bearerTokenIn(authorization);
    if (!token) throw PlatformErrors.UNAUTHENTICATED();
    return (await (isPilots ? this.pilotSession(token, requestId) : this.session(token, requestId))).actor;
  }

  /** A guest, at a door that is made for guests. @throws UNAUTHENTICATED, and what the pass's feature says */
  async guest(authorization: string | undefined): Promise<GuestSession['actor']> {
    return (await this.guests.session(bearerTokenIn(authorization))).actor;
  }

  /** Whoever opens a socket: what they may there, the rules of its events say. */
  async onSocket(token: string, graceSeconds: number): Promise<SocketSession> {
    if (this.guests.isPass(token)) return this.guests.session(token);
    return this.session(token, undefined, graceSeconds);
  }

  /** As `session`, where DJI Pilot 2 calls: with a token of a controller or any other. */
  async pilotSession(token: string, requestId?: string, graceSeconds = 0): Promise<UserSession> {
    if (token.startsWith(API_KEY_PREFIX)) return this.byApiKey(token, requestId);
    return this.byLogIn(await this.tokens.verify(token, graceSeconds), requestId);
  }

  /** Also for sockets, which close when the token ran out more than `graceSeconds` ago; keys have no grace. */
  async session(token: string, requestId?: string, graceSeconds = 0): Promise<UserSession> {
    if (token.startsWith(API_KEY_PREFIX)) return this.byApiKey(token, requestId);
    const claims = await this.tokens.verify(token, graceSeconds);
    // It lives long and lies about on a controller: it opens nothing but what Pilot calls.
    if (claims.onController) throw IdentityErrors.TOKEN_INVALID();
    return this.byLogIn(claims, requestId);
  }

  private async byLogIn({ userId, logInId, expiresAt }: AccessClaims, requestId?: string): Promise<UserSession> {
    return { actor: await this.actors.load({ userId, logInId, requestId }), expiresAt, pass: passOfLogIn(logInId) };
  }

  private async byApiKey(token: string, requestId?: string): Promise<UserSession> {
    const key = await this.unitOfWork.read((tx) => this.apiKeys.findLive(tx, sha256(token)));
    if (!key) throw IdentityErrors.TOKEN_INVALID();
    const actor = await this.actors.load({
      userId: key.userId,
      requestId,
      apiKey: { id: key.id, permissions: key.permissions },
    });
    return { actor, expiresAt: key.expiresAt, pass: passOfKey(key.id) };
  }
}
