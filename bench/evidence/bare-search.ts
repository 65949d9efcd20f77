import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Polygon } from 'geojson';
import pg from 'pg';
import { pageStatement } from '../../src/evidence/search/search.repository.js';
import type { AccessScope } from '../../src/identity/index.js';
import { isProgram, serve } from '../support/helper.js';

export interface BareSearchSettings {
  readonly url: string;
  readonly scope: AccessScope;
}

const PAGE = 50;

/** The shortest honest search: a handler of Express that sends the same statement and answers its rows as JSON. */
async function listen({ url, scope }: BareSearchSettings): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 12 });
  const app = express();
  app.use(express.json({ limit: '1mb' }));
  app.post('/search', (request, response, next) => {
    const { area } = request.body as { area: Polygon };
    const { text, values } = pageStatement(scope, { area, time: 'captured' }, { order: 'received', limit: PAGE + 1 });
    pool.query(text, [...values]).then(({ rows }) => response.json({ items: rows.slice(0, PAGE) }), next);
  });
  const server: Server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

if (isProgram(import.meta.url)) serve((settings) => listen(settings as BareSearchSettings));
