import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { CONFIG, type Config } from '../config/index.js';
import { Endpoint } from '../http/index.js';
import { VERSION } from '../version.js';
import { Metrics } from './metrics.js';
import { mayOperate } from './operations.js';
import { Readiness } from './readiness.js';

const Health = z.object({ status: z.literal('ok'), version: z.string(), mode: z.string() }).meta({ id: 'Health' });

@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Endpoint({ method: 'GET', path: 'healthz', permission: 'public', summary: 'The process is alive', response: Health })
  health(): z.infer<typeof Health> {
    return { status: 'ok', version: VERSION, mode: this.config.SKYDOCKET_MODE };
  }

  @Endpoint({
    method: 'GET',
    path: 'readyz',
    permission: 'public',
    summary: 'Whether every needed service answers; each is named to operators (loopback or the operations secret)',
    produces: 'application/json',
  })
  async ready(@Req() request: Request, @Res() response: Response): Promise<void> {
    const checks = await this.readiness.checks();
    const ready = checks.every(({ state }) => state !== 'away');
    response
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ready' : 'not ready', ...(mayOperate(request, this.config) && { checks }) });
  }

  @Endpoint({
    method: 'GET',
    path: 'metrics',
    permission: 'operations',
    summary: 'Prometheus metrics',
    produces: 'text/plain',
  })
  async show(@Res() response: Response): Promise<void> {
    response.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }
}
