import { Controller, Inject, Res } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { Response } from 'express';
import { z } from 'zod';
import { CONFIG, type Config } from '../config/index.js';
import { VERSION } from '../version.js';
import { Endpoint } from './endpoint.js';
import { DEMONSTRATION_MARK } from './front-page.controller.js';
import { declaredRoutes, openApiDocument } from './openapi.js';

function docsPage({ SKYDOCKET_MODE }: Config): string {
  const mark = SKYDOCKET_MODE === 'demonstration' ? `<p>${DEMONSTRATION_MARK}</p>` : '';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Skydocket API</title>
<link rel="stylesheet" href="/api/docs/assets/swagger-ui.css"></head>
<body>${mark}<div id="swagger-ui"></div>
<script src="/api/docs/assets/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`;
}

/** Swagger UI sets styles from its script; no other page may. */
const DOCS_POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

const DOCS_SCRIPT = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });`;

@Controller('api')
export class ApiDocumentController {
  private document: Record<string, unknown> | undefined;

  constructor(
    readonly discovery: DiscoveryService,
    readonly scanner: MetadataScanner,
    readonly reflector: Reflector,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Endpoint({
    method: 'GET',
    path: 'openapi.json',
    permission: 'public',
    summary: 'This document',
    response: z.record(z.string(), z.unknown()),
  })
  openApi(): Record<string, unknown> {
    this.document ??= openApiDocument(declaredRoutes(this), VERSION, this.config.SKYDOCKET_MODE === 'demonstration');
    return this.document;
  }

  @Endpoint({ method: 'GET', path: 'docs', permission: 'public', summary: 'The API as a page', produces: 'text/html' })
  page(@Res() response: Response): void {
    response.setHeader('Content-Security-Policy', DOCS_POLICY).type('html').send(docsPage(this.config));
  }

  @Endpoint({
    method: 'GET',
    path: 'docs/start.js',
    permission: 'public',
    summary: 'Script of the API page',
    produces: 'text/javascript',
  })
  script(@Res() response: Response): void {
    response.type('text/javascript').send(DOCS_SCRIPT);
  }
}
