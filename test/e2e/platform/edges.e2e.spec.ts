import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { declaredRoutes } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
}

const MB = 1024 * 1024;
const FORWARDED = { 'x-forwarded-for': '203.0.113.7' };

describe('HTTP edges', () => {
  let app: TestApp;
  let client: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    client = await app.as({ role: 'case_handler' });
  });
  afterAll(() => app.stop());

  const bearer = (): Record<string, string> => ({ authorization: `Bearer ${client.token}` });

  async function problem(
    path: string,
    init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> },
  ): Promise<Problem & { headers: Headers }> {
    const response = await fetch(app.url + path, { ...init, headers: { ...bearer(), ...init.headers } });
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const body = (await response.json()) as Problem;
    expect(body).toMatchObject({ status: response.status, type: `urn:skydocket:error:${body.code}` });
    expect(body.requestId).toBe(response.headers.get('x-request-id'));
    return { ...body, headers: response.headers };
  }

  async function expectAlive(): Promise<void> {
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  }

  describe('refuse', () => {
    it.each(['{"number": ', '{"a":1}}', "{'a':1}", 'null,', '\u0000'])('malformed JSON: %j', async (body) => {
      const answer = await problem('/api/v1/cases', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect([answer.status, answer.code]).toEqual([400, 'MALFORMED_JSON']);
    });

    it('a body of the wrong shape, naming what is wrong', async () => {
      const answer = await problem('/api/v1/cases', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ number: 1, title: 'x', domain: 'environment', more: true }),
      });
      expect(answer).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
      expect(answer).toHaveProperty('errors', expect.arrayContaining([expect.objectContaining({ path: 'number' })]));
    });

    it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])(
      'a body of the type %s',
      async (type) => {
        const answer = await problem('/api/v1/cases', {
          method: 'POST',
          headers: { 'content-type': type },
          body: 'x=1',
        });
        expect([answer.status, answer.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
      },
    );

    it.each(['/api/v1/nothing', '/nothing', '/api/v1/cases/x/y/z', '/api/docs/assets/nothing.js', '/.env'])(
      'an address where nothing is: %s',
      async (path) => {
        const answer = await problem(path, {});
        expect([answer.status, answer.code]).toEqual([404, 'ROUTE_NOT_FOUND']);
      },
    );

    it.each([
      ['DELETE', '/api/v1/cases', 'GET, HEAD, POST'],
      ['POST', '/healthz', 'GET, HEAD'],
      ['PUT', '/api/v1/cases/01890000-0000-7000-8000-000000000000', 'GET, HEAD'],
    ])('%s %s, and say what is allowed', async (method, path, allowed) => {
      const answer = await problem(path, { method });
      expect([answer.status, answer.code]).toEqual([405, 'METHOD_NOT_ALLOWED']);
      expect(answer.headers.get('allow')).toBe(allowed);
    });

    it('an address that cannot be decoded', async () => {
      const answer = await problem('/api/v1/cases/%E0%A4%A', {});
      expect(answer.status).toBe(400);
      await expectAlive();
    });

    it('in the language of the caller', async () => {
      const answer = await problem('/nothing', { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } });
      expect(answer.title).toBe('没有该地址');
    });
  });

  describe('refuse 60 MB of JSON early', () => {
    /** Sends until it is answered or cut off; gives the status, or 0 when cut off before an answer. */
    function flood(headers: Record<string, string | number>): Promise<number> {
      return new Promise((done) => {
        const sending = request(
          `${app.url}/api/v1/cases`,
          { method: 'POST', headers: { 'content-type': 'application/json', ...bearer(), ...headers } },
          (response: IncomingMessage) => {
            response.resume();
            done(response.statusCode ?? 0);
          },
        );
        sending.on('error', () => done(0));
        pour(sending, 60);
      });
    }

    function pour(sending: ClientRequest, megabytes: number): void {
      if (megabytes === 0) sending.end('"');
      else if (!sending.destroyed) sending.write(Buffer.alloc(MB, 0x20), () => pour(sending, megabytes - 1));
    }

    it.each([
      ['with its length', { 'content-length': 60 * MB + 1 }],
      ['in chunks of unknown number', { 'transfer-encoding': 'chunked' }],
    ])('%s', async (_, headers) => {
      const before = process.memoryUsage().rss;
      expect(await flood(headers)).toBe(413);
      expect(process.memoryUsage().rss - before).toBeLessThan(50 * MB);
      await expectAlive();
    });
  });

  describe('mark every answer', () => {
    it.each(['/healthz', '/nothing', '/api/v1/me', '/api/docs', '/api/docs/assets/swagger-ui.css'])(
      '%s: request id, mode, nothing that may be framed or guessed',
      async (path) => {
        const { headers } = await fetch(app.url + path);
        expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
        expect(headers.get('x-skydocket-mode')).toBe('DEMONSTRATION');
        expect(headers.get('x-content-type-options')).toBe('nosniff');
        expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
        expect(headers.get('content-security-policy')).toContain("default-src 'self'");
        expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
        expect(headers.get('referrer-policy')).toBe('no-referrer');
        expect(headers.has('x-powered-by')).toBe(false);
      },
    );

    it('with the caller’s own request id, when it is a plain word', async () => {
      const echoed = async (given: string): Promise<string | null> =>
        (await fetch(`${app.url}/healthz`, { headers: { 'x-request-id': given } })).headers.get('x-request-id');
      expect(await echoed('Import_2026-11.23')).toBe('Import_2026-11.23');
      for (const given of ['short', 'x'.repeat(65), 'with space', '<script>alert(1)</script>'])
        expect(await echoed(given)).not.toBe(given);
    });
  });

  describe('tell operators', () => {
    it('that the process is alive', async () => {
      const response = await fetch(`${app.url}/healthz`);
      expect(await response.json()).toMatchObject({ status: 'ok', mode: 'demonstration' });
    });

    it('which services answer, on this machine and not through a proxy', async () => {
      const near = (await (await fetch(`${app.url}/readyz`)).json()) as { checks: { name: string; state: string }[] };
      expect(near).toMatchObject({ status: 'ready' });
      expect(Object.fromEntries(near.checks.map(({ name, state }) => [name, state]))).toMatchObject({
        database: 'ok',
        broker: 'ok',
        originals: 'ok',
        clock: 'unknown',
      });
      const far = await fetch(`${app.url}/readyz`, { headers: FORWARDED });
      expect([far.status, await far.json()]).toEqual([200, { status: 'ready' }]);
    });

    it('figures, on this machine and not through a proxy', async () => {
      const near = await fetch(`${app.url}/metrics`);
      const figures = await near.text();
      expect(near.status).toBe(200);
      expect(near.headers.get('content-type')).toContain('text/plain');
      expect(figures).toMatch(/^skydocket_http_seconds_count\{method="GET",route="\/healthz",status="200"\} \d+$/m);
      expect(await problem('/metrics', { headers: FORWARDED })).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    });
  });

  describe('document the API', () => {
    interface Document {
      readonly openapi: string;
      readonly paths: Record<string, Record<string, { security: unknown[] }>>;
      readonly components: { readonly schemas: Record<string, unknown> };
    }

    const document = async (): Promise<Document> =>
      (await (await fetch(`${app.url}/api/openapi.json`)).json()) as Document;

    it('as OpenAPI 3.1 with every route, and who may call it', async () => {
      const { openapi, paths } = await document();
      const routes = declaredRoutes({
        discovery: app.get(DiscoveryService),
        scanner: app.get(MetadataScanner),
        reflector: app.get(Reflector),
      });
      expect(openapi).toBe('3.1.0');
      expect(routes.length).toBeGreaterThan(20);
      const listed = Object.entries(paths).flatMap(([path, operations]) =>
        Object.entries(operations).map(([method, { security }]) => `${method} ${path} ${security.length}`),
      );
      const declared = routes.map(
        ({ path, endpoint }) =>
          `${endpoint.method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')} ${endpoint.permission === 'public' ? 0 : 1}`,
      );
      expect(new Set(listed)).toEqual(new Set(declared));
    });

    it('with references that all lead somewhere', async () => {
      const { components, paths } = await document();
      const references = [...JSON.stringify({ components, paths }).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to);
      expect(references.length).toBeGreaterThan(10);
      const known = new Set(Object.keys(components.schemas).map((name) => `#/components/schemas/${name}`));
      expect(references.filter((to) => !known.has(to ?? ''))).toEqual([]);
    });

    it('as a page whose scripts and styles come from this server', async () => {
      const page = await (await fetch(`${app.url}/api/docs`)).text();
      const assets = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
      expect(assets.length).toBeGreaterThan(2);
      for (const asset of assets) {
        const response = await fetch(new URL(asset, app.url));
        expect([asset, new URL(asset, app.url).origin, response.status]).toEqual([asset, app.url, 200]);
        expect(response.headers.get('content-type')).toMatch(/^text\/(css|javascript)/);
        expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(50);
      }
    });
  });
});
