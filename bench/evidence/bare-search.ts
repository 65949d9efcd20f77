import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
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

/** The shortest honest search: a handler without a framework that sends the same statement and answers its rows as JSON. */
async function listen({ url, scope }: BareSearchSettings): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 12 });
  const found = async (request: IncomingMessage): Promise<string> => {
    const { area } = JSON.parse(await textOf(request)) as { area: Polygon };
    const { text, values } = pageStatement(scope, { area, time: 'captured' }, { order: 'received', limit: PAGE + 1 });
    const { rows } = await pool.query(text, [...values]);
    return JSON.stringify({ items: rows.slice(0, PAGE) });
  };
  const server = createServer((request, response) => {
    found(request).then(
      (body) => response.setHeader('content-type', 'application/json').end(body),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

if (isProgram(import.meta.url)) serve((settings) => listen(settings as BareSearchSettings));
