import { Injectable } from '@nestjs/common';
import { AuthService, type ControllerLogIn } from './auth.service.js';
import { Authenticator, type UserSession } from './authenticator.js';
import { LogInLimits } from './log-in.limits.js';

/** Logging in on the controller of a drone, where DJI Pilot 2 keeps the token. */
@Injectable()
export class ControllerLogIns {
  constructor(
    private readonly auth: AuthService,
    private readonly authenticator: Authenticator,
    private readonly limits: LogInLimits,
  ) {}

  /** @throws LOGIN_FAILED, RATE_LIMITED, FORBIDDEN */
  logIn(username: string, password: string, address: string): Promise<ControllerLogIn> {
    return this.limits.attempt({ username, address }, () => this.auth.logInOnController(username, password, address));
  }

  /** @throws TOKEN_INVALID, TOKEN_EXPIRED */
  renew(accessToken: string): Promise<ControllerLogIn> {
    return this.auth.renewOnController(accessToken);
  }

  /** Whose token it is, as the account is now. @throws TOKEN_INVALID, TOKEN_EXPIRED */
  session(accessToken: string, graceSeconds = 0): Promise<UserSession> {
    return this.authenticator.pilotSession(accessToken, undefined, graceSeconds);
  }
}
