import { Body, Controller, Inject, Req, Res } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';
import { z } from 'zod';
import { CONFIG, type Config, Endpoint, InstantView, PlatformErrors } from '../../platform/index.js';
import { IdentityErrors } from '../identity.errors.js';
import { UnitTree } from '../units/unit-tree.js';
import { toUserView, UserView } from '../users/user.schemas.js';
import { AccountAccess } from '../users/account-access.js';
import { bearerTokenIn } from './bearer.rules.js';
import { AuthService, type LogIn } from './auth.service.js';
import { LogInLimits } from './log-in.limits.js';
import { cookieIsSecure, isOwnPage, REFRESH_COOKIE, refreshTokenIn } from './refresh-cookie.rules.js';

const COOKIE_PATH = '/api/v1/auth';
const NEW_PASSWORD_MIN = 12;

const LogInBody = z
  .strictObject({ username: z.string().min(1).max(200), password: z.string().min(1).max(200) })
  .meta({ id: 'LogIn' });
const Session = z.object({ accessToken: z.string(), expiresAt: InstantView, user: UserView }).meta({ id: 'Session' });
const PasswordByLink = z
  .strictObject({ link: z.string().min(20).max(200), password: z.string().min(NEW_PASSWORD_MIN).max(200) })
  .meta({ id: 'PasswordByLink' });

@Controller('api/v1/auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly accounts: AccountAccess,
    private readonly limits: LogInLimits,
    private readonly units: UnitTree,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Endpoint({
    method: 'POST',
    path: 'login',
    status: 200,
    permission: 'public',
    idempotent: false,
    summary: 'Log in; the refresh token comes as a cookie',
    response: Session,
    errors: ['LOGIN_FAILED', 'RATE_LIMITED'],
  })
  async logIn(
    @Body({ schema: LogInBody }) body: z.infer<typeof LogInBody>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.input<typeof Session>> {
    const { username, password } = body;
    const address = addressOf(request);
    const logIn = await this.limits.attempt({ username, address }, () => this.auth.logIn(username, password, address));
    return this.session(logIn, request, response);
  }

  @Endpoint({
    method: 'POST',
    path: 'refresh',
    status: 200,
    permission: 'public',
    idempotent: false,
    summary: 'A new access token for the refresh cookie, which is replaced',
    response: Session,
    errors: ['TOKEN_INVALID', 'TOKEN_EXPIRED', 'REFRESH_REUSED', 'CROSS_SITE'],
  })
  async refresh(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.input<typeof Session>> {
    const refreshToken = this.refreshToken(request);
    if (refreshToken === undefined) throw PlatformErrors.UNAUTHENTICATED();
    return this.session(await this.auth.refresh(refreshToken), request, response);
  }

  @Endpoint({
    method: 'POST',
    path: 'logout',
    status: 204,
    permission: 'public',
    idempotent: false,
    summary: 'End the log-in of the cookie or the Bearer token: its tokens and sockets, at once',
  })
  async logOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const accessToken = bearerTokenIn(request.get('authorization'));
    await this.auth.logOut({ refreshToken: this.refreshToken(request), accessToken });
    response.clearCookie(REFRESH_COOKIE, { path: COOKIE_PATH });
  }

  @Endpoint({
    method: 'POST',
    path: 'password',
    status: 204,
    permission: 'public',
    idempotent: false,
    summary: 'Set a password by a one-time link',
    errors: ['LINK_INVALID', 'RATE_LIMITED'],
  })
  async setPassword(
    @Req() request: Request,
    @Body({ schema: PasswordByLink }) { link, password }: z.infer<typeof PasswordByLink>,
  ): Promise<void> {
    await this.limits.attempt({ address: addressOf(request) }, () => this.accounts.setPasswordByLink(link, password));
  }

  private async session(logIn: LogIn, request: Request, response: Response): Promise<z.input<typeof Session>> {
    const { accessToken, expiresAt, user, refreshToken, refreshExpiresAt } = logIn;
    const unit = await this.units.lookUp(user.unitId);
    if (!unit) throw PlatformErrors.INTERNAL();
    response.cookie(REFRESH_COOKIE, refreshToken, { ...this.cookieOptions(request), expires: refreshExpiresAt });
    response.setHeader('Cache-Control', 'no-store');
    return { accessToken, expiresAt: expiresAt.toISOString(), user: toUserView(user, unit) };
  }

  private cookieOptions(request: Request): CookieOptions {
    const secure = cookieIsSecure(this.config.SKYDOCKET_PUBLIC_URL, request.hostname);
    return { path: COOKIE_PATH, httpOnly: true, sameSite: 'strict', secure };
  }

  /** @throws CROSS_SITE */
  private refreshToken(request: Request): string | undefined {
    const source = { site: request.get('sec-fetch-site'), origin: request.get('origin'), host: request.get('host') };
    if (!isOwnPage(source, this.config.SKYDOCKET_PUBLIC_URL)) throw IdentityErrors.CROSS_SITE();
    return refreshTokenIn(request.get('cookie'));
  }
}

function addressOf(request: Request): string {
  return request.ip ?? 'unknown';
}
