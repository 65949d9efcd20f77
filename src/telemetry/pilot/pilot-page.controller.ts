import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Inject, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { CONFIG, type Config, DEMONSTRATION_MARK, Endpoint, PROJECT_ROOT } from '../../platform/index.js';

const FOLDER = join(PROJECT_ROOT, 'resources', 'pilot-page');
const ASSETS = ['page.css', 'page.js', 'bridge.js', 'service.js', 'steps.js', 'texts.js'] as const;
const Asset = z.enum(ASSETS);

/** Everything is the page's own: it holds licence and secrets for a moment. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The page that DJI Pilot 2 opens on a controller. */
@Controller('pilot')
export class PilotPageController {
  private readonly page: string;
  private readonly assets: ReadonlyMap<string, string>;

  constructor(@Inject(CONFIG) config: Config) {
    const mark = config.SKYDOCKET_MODE === 'demonstration' ? `<p class="mark">${DEMONSTRATION_MARK}</p>` : '';
    this.page = readFileSync(join(FOLDER, 'index.html'), 'utf8').replace('<!-- mark -->', mark);
    this.assets = new Map(ASSETS.map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]));
  }

  @Endpoint({ method: 'GET', permission: 'public', summary: 'The page for DJI Pilot 2', produces: 'text/html' })
  show(@Res() response: Response): void {
    plain(response).type('html').send(this.page);
  }

  @Endpoint({
    method: 'GET',
    path: ':asset',
    permission: 'public',
    summary: 'Style and scripts of the page for DJI Pilot 2',
    produces: 'text/javascript',
  })
  asset(@Param('asset', { schema: Asset }) asset: z.output<typeof Asset>, @Res() response: Response): void {
    plain(response)
      .type(asset.endsWith('.css') ? 'css' : 'text/javascript')
      .send(this.assets.get(asset));
  }
}

function plain(response: Response): Response {
  return response.setHeader('Content-Security-Policy', POLICY).setHeader('Cache-Control', 'no-cache');
}
