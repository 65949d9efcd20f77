import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { FollowUpReminders } from '../../../src/cases/follow-up.reminders.js';
import type { CaseMapView, TimelinePage } from '../../../src/catalogue/cases/case-overview.schemas.js';
import type { PairView, SuggestionList } from '../../../src/evidence/pairs/pair.schemas.js';
import { addDays, chinaDateOf, chinaInstant, newId, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { DONGGUANG, type Item, type OnList, openCase, type PageOf, photo, upload } from './evidence-kit.js';

type Timeline = z.output<typeof TimelinePage>;
const DAY_MS = 86_400_000;

describe('cases and their lists', () => {
  let app: TestApp;
  let handler: ApiClient;
  let officer: ApiClient;
  let stranger: ApiClient;

  beforeAll(async () => {
    app = await TestApp.start();
    handler = await app.as({ role: 'case_handler', unit: '东光县' });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    stranger = await app.as({ role: 'case_handler', unit: '献县' });
  });
  afterAll(() => app.stop());

  const open = (): Promise<string> => openCase(handler, [officer.user.id]);
  let shots = 0;
  async function bringIn(caseId: string, over: Parameters<typeof photo>[0] = {}): Promise<Item> {
    shots += 1;
    const takenAt = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 3_600_000 + shots * 1_000);
    const { bytes, name } = await photo({ takenAt, ...over });
    const taken = await upload(officer, bytes, { kind: 'photo', caseId }, { name });
    expect(taken.status).toBe(201);
    return taken.body;
  }
  const move = (caseId: string, to: string, reason = '依法推进') =>
    handler.post<{ code: string }>(`/cases/${caseId}/stages`, { to, reason });
  const list = async (caseId: string): Promise<string[]> =>
    (await handler.get<PageOf<OnList>>(`/cases/${caseId}/evidence`)).body.items.map(
      ({ position, evidence }) => `${position} ${evidence.id}`,
    );

  describe('the stages of a case', () => {
    it('follow the table, with reasons kept; two at once are one', async () => {
      const caseId = await open();
      expect(await move(caseId, 'follow_up')).toMatchObject({ status: 409, body: { code: 'CASE_STAGE_UNREACHABLE' } });
      expect((await move(caseId, 'investigating', ' ')).status).toBe(400);
      const both = await Promise.all([move(caseId, 'investigating'), move(caseId, 'investigating')]);
      expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
      await move(caseId, 'closed', '已整改');
      expect((await move(caseId, 'investigating', '又见排污，重新调查')).status).toBe(201);
      const history = await officer.get<{ items: { to: string; reason: string }[] }>(`/cases/${caseId}/stages`);
      expect(history.body.items.map(({ to, reason }) => `${to} ${reason}`)).toEqual([
        'investigating 依法推进',
        'closed 已整改',
        'investigating 又见排污，重新调查',
      ]);
      const undo = app.get(UnitOfWork).read((tx) => tx.execute(`DELETE FROM case_stage_change`));
      await expect(undo).rejects.toMatchObject({ driverError: { code: '42501' } });
    });

    it('and the lists are narrowed by heading, unit, member and follow-up', async () => {
      const caseId = await open();
      const day = addDays(chinaDateOf(new Date()), 400);
      await handler.send('PUT', `/cases/${caseId}/follow-up`, { on: day });
      const shown = async (client: ApiClient, query: string): Promise<boolean> => {
        const page = await client.get<PageOf<{ id: string }>>(`/cases?limit=500&${query}`);
        expect(page.status).toBe(200);
        return page.body.items.some(({ id }) => id === caseId);
      };
      expect(await shown(handler, `domain=environment&unitId=${handler.user.unit.id}&mine=true`)).toBe(true);
      expect(await shown(handler, 'domain=food_drug')).toBe(false);
      expect(await shown(handler, `unitId=${stranger.user.unit.id}`)).toBe(false);
      expect(await shown(handler, `followUpBy=${day}`)).toBe(true);
      expect(await shown(handler, `followUpBy=${addDays(day, -1)}`)).toBe(false);
      expect((await handler.get('/cases?followUpBy=tomorrow')).status).toBe(400);
    });
  });

  it('a follow-up reminds members once, on its day, and again when it is set anew', async () => {
    const caseId = await open();
    const today = chinaDateOf(new Date());
    const set = (on: string | null, note?: string) =>
      handler.send<{ code: string; followUp: unknown }>('PUT', `/cases/${caseId}/follow-up`, { on, note });
    expect(await set(addDays(today, -1))).toMatchObject({ status: 422, body: { code: 'CASE_FOLLOW_UP_PAST' } });
    expect((await set(null, '没有日期')).status).toBe(400);
    const day = addDays(today, 10);
    expect(await set(day, '看岸坡是否复绿')).toMatchObject({
      status: 200,
      body: { followUp: { on: day, note: '看岸坡是否复绿' } },
    });
    const reminders = app.get(FollowUpReminders);
    const told = async (): Promise<number> => {
      const page = await officer.get<PageOf<{ subject: { id: string } }>>('/me/notices?limit=200');
      return page.body.items.filter(({ subject }) => subject.id === caseId).length;
    };
    await reminders.remind(chinaInstant(addDays(day, -1), '23:59'));
    expect(await told()).toBe(0);
    const onTheDay = chinaInstant(day, '00:01');
    await Promise.all([reminders.remind(onTheDay), reminders.remind(onTheDay)]);
    await reminders.remind(onTheDay);
    expect(await told()).toBe(1);
    await set(addDays(day, 1));
    await reminders.remind(chinaInstant(addDays(day, 1), '08:00'));
    expect(await told()).toBe(2);
  });

  it('a list is put in order whole, also by two at once, and says when it was another', async () => {
    const caseId = await open();
    const ids = [await bringIn(caseId), await bringIn(caseId), await bringIn(caseId)].map(({ id }) => id);
    const order = (evidenceIds: readonly (string | undefined)[]) =>
      handler.send<{ code: string }>('PUT', `/cases/${caseId}/evidence/order`, { evidenceIds });
    const [a, b, c] = ids;
    expect(await order([a, b])).toMatchObject({ status: 409, body: { code: 'CASE_LIST_CHANGED' } });
    expect((await order([a, b, newId()])).status).toBe(409);
    expect((await order([a, b, b])).status).toBe(400);
    const both = await Promise.all([order([c, a, b]), order([b, c, a])]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const after = await list(caseId);
    expect([
      [`1 ${c}`, `2 ${a}`, `3 ${b}`],
      [`1 ${b}`, `2 ${c}`, `3 ${a}`],
    ]).toContainEqual(after);
  });

  it('what is detached leaves its number behind, stays an item, and may come back under another', async () => {
    const caseId = await open();
    const [first, last] = [await bringIn(caseId), await bringIn(caseId)];
    const detach = (id: string, body: unknown = { reason: '与本案无关' }) =>
      handler.post<{ code: string; position: number }>(`/cases/${caseId}/evidence/${id}/detach`, body);
    expect((await detach(last.id, {})).status).toBe(400);
    const both = await Promise.all([detach(last.id), detach(last.id)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    expect((await handler.get(`/evidence/${last.id}`)).status).toBe(200);
    expect(await list(caseId)).toEqual([`1 ${first.id}`]);
    await handler.post(`/cases/${caseId}/evidence`, { evidenceId: last.id, purpose: '另有用处' });
    expect(await list(caseId)).toEqual([`1 ${first.id}`, `3 ${last.id}`]);
    const kept = await officer.get<{ items: { reason: string; position: number }[] }>(
      `/cases/${caseId}/evidence/detached`,
    );
    expect(kept.body.items).toMatchObject([{ position: 2, reason: '与本案无关' }]);
    expect((await stranger.get(`/cases/${caseId}/evidence/detached`)).status).toBe(404);
  });

  it('pairs of a place are found, checked and told apart', async () => {
    const caseId = await open();
    const ago = (days: number): Date => new Date(Math.floor(Date.now() / 1_000) * 1_000 - days * DAY_MS);
    const near = { lon: DONGGUANG.lon + 0.0001, lat: DONGGUANG.lat };
    const before = await bringIn(caseId, { takenAt: ago(40) });
    const after = await bringIn(caseId, { takenAt: ago(2), position: near });
    const far = await bringIn(caseId, { takenAt: ago(1), position: { lon: 116.6, lat: 37.9 } });
    const suggestions = async (): Promise<string[]> =>
      (await handler.get<z.output<typeof SuggestionList>>(`/cases/${caseId}/pairs/suggestions`)).body.items.map(
        ({ beforeItemId, afterItemId }) => `${beforeItemId} ${afterItemId}`,
      );
    expect(await suggestions()).toEqual([`${before.id} ${after.id}`]);
    const pair = (beforeItemId: string, afterItemId: string) =>
      handler.post<z.output<typeof PairView> & { code: string }>(`/cases/${caseId}/pairs`, {
        beforeItemId,
        afterItemId,
        note: '整改前后',
      });
    expect(await pair(before.id, before.id)).toMatchObject({ status: 422, body: { code: 'PAIR_SAME_ITEM' } });
    expect(await pair(after.id, before.id)).toMatchObject({ status: 422, body: { code: 'PAIR_OUT_OF_ORDER' } });
    expect(await pair(before.id, newId())).toMatchObject({ status: 409, body: { code: 'EVIDENCE_NOT_ATTACHED' } });
    const both = await Promise.all([pair(before.id, after.id), pair(before.id, after.id)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    const made = both.find(({ status }) => status === 201)!.body;
    expect(made.comparison).toMatchObject({ daysApart: 38, headingDifferenceDegrees: 0 });
    expect(made.comparison.distanceMetres).toBeGreaterThan(8);
    expect(made.comparison.distanceMetres).toBeLessThan(9.5);
    expect(await suggestions()).toEqual([]);
    expect((await pair(after.id, far.id)).status).toBe(201);
    expect((await handler.get(`/cases/${caseId}/pairs/suggestions?withinMetres=0`)).status).toBe(400);
  });

  it('a case is shown on a map and along one line of time, page by page', async () => {
    const caseId = await open();
    const item = await bringIn(caseId);
    await move(caseId, 'investigating');
    const map = await officer.get<z.output<typeof CaseMapView>>(`/cases/${caseId}/map`);
    expect(map.body.features.map(({ properties: { kind, refId } }) => `${kind} ${refId}`)).toEqual([
      `case ${caseId}`,
      `evidence ${item.id}`,
    ]);
    const whole = await officer.get<Timeline>(`/cases/${caseId}/timeline`);
    expect(whole.body).toMatchObject({ nextCursor: null, complete: true });
    const kinds = whole.body.items.map(({ kind }) => kind);
    expect(kinds).toEqual(['stage_changed', 'attached', 'opened', 'captured']);
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await officer.get<Timeline>(`/cases/${caseId}/timeline?limit=1${query}`);
      paged.push(...page.body.items.map(({ kind }) => kind));
      cursor = page.body.nextCursor;
    }
    expect(paged).toEqual(kinds);
    expect((await officer.get(`/cases/${caseId}/timeline?cursor=WyJ4Iiwi`)).status).toBe(400);
    expect((await officer.get(`/cases/${caseId}/timeline?cursor=${btoa('["x","y"]')}`)).status).toBe(400);
    expect((await stranger.get(`/cases/${caseId}/map`)).status).toBe(404);
    expect((await stranger.get(`/cases/${caseId}/timeline`)).status).toBe(404);
  });
});
