import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/index.js';

/** As long as EMQX keeps a session of MQTT 3.1.1 that nobody uses, unless it is told otherwise. */
const LIFE_MS = 2 * 3_600_000;
const MOST = 20_000;

interface Claim {
  readonly owner: string;
  readonly seenAt: number;
}

/**
 * Whose a client id is, as far as this process was told: who takes it over would receive what waits in the session. The
 * broker does not say when a session ends, so a claim ends when nothing was heard of it for as long as one may last.
 */
@Injectable()
export class ClientIds {
  /** Longest unheard of first. */
  private readonly claims = new Map<string, Claim>();

  constructor(private readonly clock: Clock) {}

  isOfAnother(clientId: string, owner: string): boolean {
    const claim = this.claims.get(clientId);
    return claim !== undefined && claim.owner !== owner && this.clock.now().getTime() - claim.seenAt < LIFE_MS;
  }

  /** @returns false when it is somebody else's */
  claim(clientId: string, owner: string): boolean {
    if (this.isOfAnother(clientId, owner)) return false;
    this.claims.delete(clientId);
    this.claims.set(clientId, { owner, seenAt: this.clock.now().getTime() });
    const [longestUnheardOf] = this.claims.keys();
    if (this.claims.size > MOST && longestUnheardOf !== undefined) this.claims.delete(longestUnheardOf);
    return true;
  }
}
