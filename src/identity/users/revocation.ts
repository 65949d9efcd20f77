import { Injectable } from '@nestjs/common';
import { Realtime, type Tx } from '../../platform/index.js';
import { ApiKeyRepository, type ApiKeyRow } from '../auth/api-key.repository.js';
import { LogInTokens } from '../auth/log-in-tokens.js';
import type { LogInRow } from '../auth/refresh-token.repository.js';
import { Actors } from './actors.service.js';

/** What the sockets of one log-in or one key have in common. */
export const passOfLogIn = (logInId: string): string => `log-in:${logInId}`;
export const passOfKey = (keyId: string): string => `api-key:${keyId}`;

/**
 * The one way in which access ends: what is recorded ends with the transaction; right after it what this instance
 * remembers, and sockets on every instance. Other instances remember for 3 s at most.
 */
@Injectable()
export class Revocation {
  constructor(
    private readonly tokens: LogInTokens,
    private readonly apiKeys: ApiKeyRepository,
    private readonly actors: Actors,
    private readonly realtime: Realtime,
  ) {}

  /** Ends every log-in of a person. Sockets of their keys end, too, and may come back with the rights of now. */
  async endAll(tx: Tx, userId: string): Promise<void> {
    await this.tokens.endAllOf(tx, userId);
    this.follow(tx, userId, () => this.realtime.disconnectUser(userId));
  }

  /** Ends one log-in of a person. False when it had ended before. */
  async endLogIn(tx: Tx, { userId, logInId }: LogInRow): Promise<boolean> {
    const ended = await this.tokens.endLogIn(tx, logInId);
    this.follow(tx, userId, () => this.realtime.disconnectPass(passOfLogIn(logInId)));
    return ended;
  }

  async endKey(tx: Tx, { id, userId }: Pick<ApiKeyRow, 'id' | 'userId'>): Promise<void> {
    await this.apiKeys.revoke(tx, id);
    this.follow(tx, userId, () => this.realtime.disconnectPass(passOfKey(id)));
  }

  private follow(tx: Tx, userId: string, disconnect: () => void): void {
    tx.afterCommit(() => this.actors.forget(userId));
    tx.afterCommit(disconnect);
  }
}
