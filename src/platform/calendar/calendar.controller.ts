import { createHash } from 'node:crypto';
import { Controller, Headers, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Clock } from '../clock/index.js';
import { PlatformErrors } from '../errors/index.js';
import { Endpoint } from '../http/endpoint.js';
import { RateLimit } from '../http/rate-limit.js';
import { Calendars } from './calendars.js';

const Token = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const READS_A_MINUTE = 30;

/** Calendar programs know no log-in: the secret in the address is the right to read. */
@Controller('api/v1/calendar')
export class CalendarController {
  private readonly reads = new RateLimit(READS_A_MINUTE);

  constructor(
    private readonly calendars: Calendars,
    private readonly clock: Clock,
  ) {}

  @Endpoint({
    method: 'GET',
    path: ':token.ics',
    permission: 'public',
    summary: 'A calendar feed (RFC 5545), by its secret',
    produces: 'text/calendar',
    errors: ['NOT_FOUND', 'RATE_LIMITED'],
  })
  async read(
    @Param('token', { schema: Token }) token: string,
    @Headers('if-none-match') known: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const now = this.clock.now();
    if (this.reads.exceeded(token, now)) throw PlatformErrors.RATE_LIMITED();
    this.reads.count(token, now);
    const calendar = await this.calendars.read(token);
    if (calendar === undefined) throw PlatformErrors.NOT_FOUND();
    const tag = `"${createHash('sha256').update(calendar).digest('base64url')}"`;
    response.set({ 'cache-control': 'private, max-age=300', etag: tag });
    if (known === tag) {
      response.status(304).end();
      return;
    }
    response.type('text/calendar; charset=utf-8').send(calendar);
  }
}
