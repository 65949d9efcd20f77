import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { z } from 'zod';
import type { CaseCustodyEventView, LinkView } from '../../../src/evidence/custody/custody.schemas.js';
import { CUSTODY_EVENTS } from '../../../src/evidence/evidence.codes.js';
import { Clock, newId, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';
import { HAS_POPPLER, pictureOf, textOf } from '../../support/poppler.js';
import { type CustodyEvent, type Item, openCase, type PageOf, photo, until, upload } from './evidence-kit.js';

type CaseEvent = z.output<typeof CaseCustodyEventView>;
type Link = z.output<typeof LinkView>;

describe('the custody of evidence', () => {
  let app: TestApp;
  let officer: ApiClient;
  let handler: ApiClient;
  let stranger: ApiClient;
  let caseId: string;
  let item: Item;

  beforeAll(async () => {
    app = await TestApp.start();
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    handler = await app.as({ role: 'case_handler', unit: '东光县' });
    stranger = await app.as({ role: 'commander', unit: '献县' });
    caseId = await openCase(handler, [officer.user.id]);
    item = await bring('南运河排污口');
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => app.stop());

  const bring = async (title: string): Promise<Item> => {
    const { bytes, name } = await photo();
    const { status, body } = await upload(officer, bytes, { kind: 'photo', caseId, title }, { name });
    expect(status).toBe(201);
    return body;
  };
  const events = async (query = '', client = officer): Promise<readonly CustodyEvent[]> => {
    const { status, body } = await client.get<PageOf<CustodyEvent>>(`/evidence/${item.id}/custody?limit=500${query}`);
    expect(status).toBe(200);
    return body.items;
  };

  it('counts one view a person, item and quarter of an hour, however many come at once', async () => {
    await Promise.all(Array.from({ length: 12 }, () => handler.get(`/evidence/${item.id}`)));
    await Promise.all(Array.from({ length: 12 }, () => officer.get(`/evidence/${item.id}/chain`)));
    const views = await events('&events=viewed');
    // A quarter may turn while they come.
    const quarters = new Set(views.map(({ at, actor }) => `${actor.id} ${Math.floor(Date.parse(at) / 900_000)}`));
    expect(views).toHaveLength(quarters.size);
    expect(new Set(views.map(({ actor }) => actor.id))).toEqual(new Set([handler.user.id, officer.user.id]));
  });

  describe('is listed', () => {
    it('by kinds, person and period', async () => {
      const all = await events();
      expect(new Set((await events('&events=received,attached')).map(({ event }) => event))).toEqual(
        new Set(['received', 'attached']),
      );
      expect((await events(`&actorId=${officer.user.id}`)).every(({ actor }) => actor.id === officer.user.id)).toBe(
        true,
      );
      expect(await events(`&actorId=${stranger.user.id}`)).toEqual([]);
      const second = all[1]?.at ?? '';
      expect((await events(`&from=${second}`)).every(({ at }) => at >= second)).toBe(true);
      expect((await events(`&to=${second}`)).every(({ at }) => at < second)).toBe(true);
      expect(await events('&to=2000-01-01T00:00:00Z')).toEqual([]);
    });

    it.each(['events=', 'events=eaten', 'events=viewed,,', 'from=yesterday', 'to=2026-01-01', 'limit=0', 'who=me'])(
      'not by %s',
      async (query) => expect((await officer.get(`/evidence/${item.id}/custody?${query}`)).status).toBe(400),
    );

    it('not to others, and that they tried is in the audit', async () => {
      expect((await stranger.get(`/evidence/${item.id}/custody`)).status).toBe(404);
      expect((await stranger.get(`/cases/${caseId}/custody`)).status).toBe(404);
      expect((await stranger.get(`/evidence/${item.id}/custody/report`)).status).toBe(404);
      const refused = () =>
        app
          .get(UnitOfWork)
          .read((tx) =>
            tx.query<{ subject_id: string }>(
              `SELECT subject_id FROM audit_entry WHERE outcome = 'refused' AND actor_id = $1 AND subject_id = ANY($2)`,
              [stranger.user.id, [item.id, caseId]],
            ),
          );
      await until(refused, (rows) => new Set(rows.map(({ subject_id }) => subject_id)).size === 2);
    });

    it('for a whole case, page by page', async () => {
      const other = await bring('二号排污口');
      const seen: CaseEvent[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: Answer<PageOf<CaseEvent>> = await handler.get(
          `/cases/${caseId}/custody?limit=3${cursor && `&cursor=${cursor}`}`,
        );
        expect(page.status).toBe(200);
        seen.push(...page.body.items);
        cursor = page.body.nextCursor;
      }
      expect(new Set(seen.map(({ itemId }) => itemId))).toEqual(new Set([item.id, other.id]));
      expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
      const received = await handler.get<PageOf<CaseEvent>>(`/cases/${caseId}/custody?events=received`);
      expect(received.body.items.map(({ event }) => event)).toEqual(['received', 'received']);
      expect((await handler.get(`/cases/${newId()}/custody`)).status).toBe(404);
    });
  });

  it('takes every kind of event the code knows, and the database no other', async () => {
    const insert = (event: string): Promise<unknown> =>
      app.get(UnitOfWork).read((tx) =>
        tx.execute(
          `INSERT INTO evidence_custody_event (id, item_id, event, at, actor_kind, actor_id, actor, details, view_from)
           VALUES ($1, $2, $3, now(), 'system', $4, '{"name":"x"}', '{}', CASE WHEN $3 = 'viewed' THEN now() END)`,
          [newId(), item.id, event, newId()],
        ),
      );
    for (const event of CUSTODY_EVENTS) await insert(event);
    await expect(insert('eaten')).rejects.toThrow('evidence_custody_event_event_check');
  });

  describe('on paper', () => {
    const report = (query = '', client = officer): Promise<Answer<unknown>> =>
      client.get(`/evidence/${item.id}/custody/report${query}`);
    const pdf = async (query: string): Promise<Buffer> => {
      const response = await fetch(`${app.url}/api/v1/evidence/${item.id}/custody/report${query}`, {
        headers: { authorization: `Bearer ${officer.token}` },
      });
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      return Buffer.from(await response.arrayBuffer());
    };

    it('is printed for a period, which is an event itself', async () => {
      const before = await events('&events=exported');
      await pdf('?from=2026-01-01T00:00:00Z&to=2100-01-01T00:00:00Z&language=en');
      const after = await events('&events=exported');
      expect(after).toHaveLength(before.length + 1);
      expect(after.at(-1)).toMatchObject({
        actor: { id: officer.user.id },
        details: { what: 'custody_report', from: '2026-01-01T00:00:00.000Z', events: expect.any(Number) },
      });
    });

    it.each(['?from=yesterday', '?language=fr', '?limit=5'])('not for %s', async (query) =>
      expect((await report(query)).status).toBe(400),
    );

    (HAS_POPPLER ? it : it.skip)('tells digests, persons and what happened, in Chinese', async () => {
      const bytes = await pdf('');
      if (process.env['SKYDOCKET_KEEP_PAPERS'])
        writeFileSync(join(process.env['SKYDOCKET_KEEP_PAPERS'], 'custody.png'), pictureOf(bytes, 1));
      const text = textOf(bytes);
      for (const told of ['证据保管链记录', item.sha256.slice(0, 20), '接收入库', '归入案件', '查看', '东光县'])
        expect(text).toContain(told);
      expect(textOf(await pdf('?to=2000-01-01T00:00:00Z'))).toContain('该期间内没有记录');
    });
  });

  describe('by an address', () => {
    const make = (body: object = {}, client = officer): Promise<Answer<Link & { readonly code: string }>> =>
      client.post(`/evidence/${item.id}/links`, body);
    const open = (url: string): Promise<Response> => fetch(`${app.url}${url}`);

    it('opens the original without a header, in the name of whoever made it', async () => {
      const made = await make({}, handler);
      expect(made.status).toBe(201);
      const response = await open(made.body.url);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(bytes.length).toBe(item.size);
      const own = await events(`&actorId=${handler.user.id}`);
      expect(own.map(({ event }) => event)).toEqual(expect.arrayContaining(['shared', 'downloaded']));
    });

    it('opens the preview', async () => {
      const { body } = await make({ what: 'preview' });
      const shown = await until(
        () => open(body.url),
        ({ status }) => status !== 404,
      );
      expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    });

    it.each<[string, (url: URL) => void]>([
      ['of another person', (url) => url.searchParams.set('for', newId())],
      ['that lasts longer', (url) => url.searchParams.set('until', String(Number(url.searchParams.get('until')) + 60))],
      ['of another file', (url) => (url.pathname = url.pathname.replace('original', 'preview'))],
      ['of another item', (url) => (url.pathname = url.pathname.replace(item.id, newId()))],
      ['with another signature', (url) => url.searchParams.set('signature', 'A'.repeat(43))],
    ])('%s is refused', async (_, change) => {
      const url = new URL((await make()).body.url, app.url);
      change(url);
      expect((await open(`${url.pathname}${url.search}`)).status).toBe(403);
    });

    it.each(['', '?for=x&until=1&signature=y', '?for=&until=&signature='])('with %s is no address', async (query) =>
      expect((await open(`/api/v1/evidence-links/${item.id}/original${query}`)).status).toBe(400),
    );

    it('ends after five minutes', async () => {
      const { url, expiresAt } = (await make()).body;
      expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(300_000);
      jest.spyOn(app.get(Clock), 'now').mockImplementation(() => new Date(Date.parse(expiresAt) + 1));
      expect((await open(url)).status).toBe(403);
    });

    it('is made by nobody who may not see the item, and for no file that is none', async () => {
      expect((await make({}, stranger)).status).toBe(404);
      expect((await make({}, await app.as({ role: 'equipment_manager', unit: '东光县' }))).status).toBe(403);
      expect((await make({ what: 'everything' })).status).toBe(400);
    });
  });
});
