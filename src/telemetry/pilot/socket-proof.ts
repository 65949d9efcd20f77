import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, KeyRing } from '../../platform/index.js';

const LIFE_MS = 30_000;
const TOKEN = /^test\.(\d{13})\.([\w-]{43})$/;

/** A token that opens the socket for one frame and nothing else, on any instance: proof that sockets come through. */
@Injectable()
export class SocketProof {
  /** What is told before the socket is closed again. */
  readonly frame = JSON.stringify({ biz_code: 'connection_test', version: '1.0', data: {} });
  private readonly key: Buffer;

  constructor(
    private readonly clock: Clock,
    keys: KeyRing,
  ) {
    this.key = keys.key('pilot-socket-test');
  }

  token(): string {
    const until = String(this.clock.now().getTime() + LIFE_MS);
    return `test.${until}.${this.mac(until)}`;
  }

  proves(token: string): boolean {
    const [, until, mac] = TOKEN.exec(token) ?? [];
    if (until === undefined || mac === undefined || Number(until) < this.clock.now().getTime()) return false;
    return timingSafeEqual(Buffer.from(mac), Buffer.from(this.mac(until)));
  }

  private mac(until: string): string {
    return createHmac('sha256', this.key).update(`pilot-socket-test ${until}`).digest('base64url');
  }
}
