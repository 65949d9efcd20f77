import { Body, Controller, Inject, Req, Res } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';
import { z } from 'zod';
import { CONFIG, type Config, Endpoint, InstantView, PlatformErrors } from '../../platform/index.js';
import { IdentityErrors } from '../identity.errors.js';
import { UnitTree } from '../units/unit-tree.js';
import { toUserView, UserView } from '../users/user.schemas.js';
import { AccountAccess } from '../users/account-access.js';
import { AuthService, type LogIn } from './auth.service.js';
import { LogInLimits } from './log-in.limits.js';

const COOKIE = 'skydocket_refresh';
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
    return this.session(await this.auth.refresh(refreshCookie(request)), request, response);
  }

  @Endpoint({
    method: 'POST',
    path: 'logout',
    status: 204,
    permission: 'public',
    idempotent: false,
    summary: 'End this log-in',
  })
  async logOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.auth.logOut(refreshCookie(request));
    response.clearCookie(COOKIE, { path: COOKIE_PATH });
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

  private session(logIn: LogIn, request: Request, response: Response): z.input<typeof Session> {
    const { accessToken, expiresAt, user, refreshToken, refreshExpiresAt } = logIn;
    const unit = this.units.find(user.unitId);
    if (!unit) throw PlatformErrors.INTERNAL();
    response.cookie(COOKIE, refreshToken, { ...this.cookieOptions(request), expires: refreshExpiresAt });
    response.setHeader('Cache-Control', 'no-store');
    return { accessToken, expiresAt: expiresAt.toISOString(), user: toUserView(user, unit) };
  }

  private cookieOptions(request: Request): CookieOptions {
    const loopback = ['127.0.0.1', 'localhost', '::1'].includes(request.hostname);
    const plainByChoice = this.config.SKYDOCKET_PUBLIC_URL?.startsWith('http:') ?? false;
    return { path: COOKIE_PATH, httpOnly: true, sameSite: 'strict', secure: !loopback && !plainByChoice };
  }
}

function addressOf(request: Request): string {
  return request.ip ?? 'unknown';
}

/** The cookie's value, only for requests that our own pages (or no page at all) send. */
function refreshCookie(request: Request): string {
  const site = request.get('sec-fetch-site');
  if (site && site !== 'same-origin' && site !== 'none') throw IdentityErrors.CROSS_SITE();
  const origin = request.get('origin');
  if (origin && hostOf(origin) !== request.get('host')) throw IdentityErrors.CROSS_SITE();
  const cookies = (request.get('cookie') ?? '').split(/;\s*/);
  const value = cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
  if (!value) throw PlatformErrors.UNAUTHENTICATED();
  return value;
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
