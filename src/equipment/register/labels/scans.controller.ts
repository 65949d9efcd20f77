import { Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Endpoint, Papers } from '../../../platform/index.js';
import { SCAN_PAGE_POLICY, scanPage } from './scan-page.js';
import { ScansService } from './scans.service.js';

const WECHAT = /MicroMessenger/i;

/** Where the QR code of a label leads. */
@Controller('d')
export class ScansController {
  constructor(
    private readonly scans: ScansService,
    private readonly papers: Papers,
  ) {}

  @Endpoint({
    method: 'GET',
    path: ':code',
    permission: 'public',
    summary: 'Page behind a label: code and kind, for anybody; who asks for JSON is sent on to the API',
    produces: 'text/html',
    errors: ['RATE_LIMITED'],
  })
  async open(
    @Param('code', { schema: z.string().max(200) }) code: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    if (request.accepts(['html', 'json']) === 'json') {
      response.redirect(307, `/api/v1/devices/by-code/${encodeURIComponent(code)}`);
      return;
    }
    const { device, isBlank } = await this.scans.scanned(code, request.ip ?? '');
    const inWeChat = WECHAT.test(request.get('user-agent') ?? '');
    response.setHeader('Content-Security-Policy', SCAN_PAGE_POLICY);
    response.setHeader('Cache-Control', 'no-store');
    response
      .status(device ? 200 : 404)
      .type('html')
      .send(scanPage({ device, isBlank, inWeChat, banner: this.papers.banner }));
  }
}
