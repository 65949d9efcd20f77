import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, KeyRing } from '../../platform/index.js';

const LIFE_MS = 30_000;
const NONCE_BYTES = 12;
const TOKEN = /^test\.((\d{13})\.[\w-]{16})\.([\w-]{43})$/;

/** A token that opens the socket for one frame and nothing else, on any instance: proof that sockets come through. */
@Injectable()
export class SocketProof {
  /** What is told before the socket is closed again. */
  readonly frame = JSON.stringify({ biz_code: 'connection_test', version: '1.0', data: {} });
  private readonly key: Buffer;
  /** Until when each that was taken here would still be good. */
  private readonly taken = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    keys: KeyRing,
  ) {
    this.key = keys.key('pilot-socket-test');
  }

  token(): string {
    const until = this.clock.now().getTime() + LIFE_MS;
    const claim = `${until}.${randomBytes(NONCE_BYTES).toString('base64url')}`;
    return `test.${claim}.${this.mac(claim)}`;
  }

  /** Whether the token is one of ours; each instance takes it once. */
  takes(token: string): boolean {
    const now = this.clock.now().getTime();
    const [, claim, until, mac] = TOKEN.exec(token) ?? [];
    if (claim === undefined || mac === undefined || Number(until) < now) return false;
    if (!timingSafeEqual(Buffer.from(mac), Buffer.from(this.mac(claim))) || this.taken.has(claim)) return false;
    for (const [other, end] of this.taken) if (end < now) this.taken.delete(other);
    this.taken.set(claim, Number(until));
    return true;
  }

  private mac(claim: string): string {
    return createHmac('sha256', this.key).update(`pilot-socket-test ${claim}`).digest('base64url');
  }
}
