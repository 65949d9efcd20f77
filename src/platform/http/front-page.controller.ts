import { Controller, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { CONFIG, type Config } from '../config/index.js';
import { VERSION } from '../version.js';
import { Endpoint } from './endpoint.js';

/** Stands on every page, document and export of a demonstration. */
export const DEMONSTRATION_MARK = 'DEMONSTRATION / 演示数据';

const STYLE = `
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 17px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; background: #f4f1ea; color: #22303c; }
main { max-width: 34rem; padding: 2rem; }
h1 { font-size: 2.4rem; margin: 0; letter-spacing: .02em; }
.mark { display: inline-block; padding: .1rem .7rem; background: #b3261e; color: #fff; border-radius: .3rem; }
a { color: #0b5c8a; }
`;

/** What answers at the root: what this is, whether it is a demonstration, and where the API stands. */
@Controller()
export class FrontPageController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Endpoint({ method: 'GET', permission: 'public', summary: 'Front page', produces: 'text/html' })
  page(@Res() response: Response): void {
    response.type('html').send(frontPage(this.config.SKYDOCKET_MODE === 'demonstration'));
  }

  @Endpoint({
    method: 'GET',
    path: 'front-page.css',
    permission: 'public',
    summary: 'Style of the front page',
    produces: 'text/css',
  })
  style(@Res() response: Response): void {
    response.type('css').send(STYLE);
  }
}

function frontPage(demonstration: boolean): string {
  const mark = demonstration ? `<p class="mark">${DEMONSTRATION_MARK}</p>` : '';
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Skydocket 天证</title><link rel="stylesheet" href="/front-page.css"></head>
<body><main>${mark}<h1>Skydocket 天证</h1>
<p>无人机、卫星影像与快检设备作为公益诉讼证据的协同平台。<br>
Drones, satellite imagery and rapid tests as evidence for public-interest cases.</p>
<ul><li><a href="/api/docs">API 文档 / API</a></li><li><a href="/api/openapi.json">OpenAPI 3.1</a></li>
<li><a href="/readyz">服务状态 / readiness</a></li></ul>
<p>版本 / version ${VERSION}</p></main></body></html>`;
}
