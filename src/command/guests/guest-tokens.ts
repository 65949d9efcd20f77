import { Injectable } from '@nestjs/common';
import { errors, jwtVerify, SignJWT } from 'jose';
import { GUEST_PASS_PREFIX } from '../../identity/index.js';
import { Clock, KeyRing } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';

const ISSUER = 'skydocket-guest';
const KEY_NAME = 'guest-pass';

/** Short-lived passes (JWT, HS256) under a key of their own: none of them is an access token, nor the other way round. */
@Injectable()
export class GuestTokens {
  private readonly key: Buffer;

  constructor(
    keyRing: KeyRing,
    private readonly clock: Clock,
  ) {
    this.key = keyRing.key(KEY_NAME);
  }

  async issue(guestId: string, until: Date): Promise<string> {
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setSubject(guestId)
      .setExpirationTime(Math.floor(until.getTime() / 1_000))
      .sign(this.key);
    return GUEST_PASS_PREFIX + token;
  }

  /** @throws GUEST_PASS_REFUSED */
  async verify(pass: string): Promise<{ readonly guestId: string; readonly expiresAt: Date }> {
    const options = { issuer: ISSUER, algorithms: ['HS256'], currentDate: this.clock.now() };
    try {
      const { payload } = await jwtVerify(pass.slice(GUEST_PASS_PREFIX.length), this.key, options);
      return { guestId: payload.sub ?? '', expiresAt: new Date((payload.exp ?? 0) * 1_000) };
    } catch (error) {
      if (error instanceof errors.JOSEError) throw CommandErrors.GUEST_PASS_REFUSED({}, error);
      throw error;
    }
  }
}
