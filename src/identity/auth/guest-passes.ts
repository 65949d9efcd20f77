import { Injectable } from '@nestjs/common';
import { type Actor, PlatformErrors, type SocketSession } from '../../platform/index.js';

/** How every pass of a guest begins: no access token and no API key does. */
export const GUEST_PASS_PREFIX = 'sdg_';

/** The one thing that guests may: use the doors that are made for them. It is no permission of the table. */
export const GUEST_RULE = 'guest';

export type GuestSession = SocketSession & { readonly actor: Actor & { readonly kind: 'guest' } };

/** @throws an error of status 401 for a pass that opens nothing (any more) */
type PassReader = (pass: string) => Promise<GuestSession>;

/** Proves guests: people without an account, whom another feature lets in for a while. It says how; until then nobody is one. */
@Injectable()
export class GuestPasses {
  private read: PassReader = () => Promise.reject(PlatformErrors.UNAUTHENTICATED());

  recogniseBy(read: PassReader): void {
    this.read = read;
  }

  isPass(token: string): boolean {
    return token.startsWith(GUEST_PASS_PREFIX);
  }

  /** @throws UNAUTHENTICATED, and what the feature says of a pass that has ended */
  async session(token: string | undefined): Promise<GuestSession> {
    if (token === undefined || !this.isPass(token)) throw PlatformErrors.UNAUTHENTICATED();
    return this.read(token);
  }
}
