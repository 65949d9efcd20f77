import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MissionsService, type InstrumentReading } from '../../../src/missions/index.js';
import { SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { openCase } from '../evidence/evidence-kit.js';
import { book, hoursAhead } from './mission-kit.js';

interface Run {
  readonly id: string;
  readonly code?: string;
  readonly operatorId: string | null;
  readonly custodyId: string | null;
  readonly caseId: string | null;
  readonly unitId: string;
  readonly flags: readonly string[];
  readonly verdict: string;
  readonly reason: string | null;
  readonly limit: { readonly id: string; readonly value: number; readonly confirmedBy: string } | null;
  readonly notice: { readonly zh: string; readonly en: string };
}

const target = { class: 'III', source: '沧州市水功能区划' };

describe('rapid tests over HTTP', () => {
  let app: TestApp;
  let tester: ApiClient;
  let meterId: string;

  beforeAll(async () => {
    app = await TestApp.start();
    tester = await app.as({ role: 'tester', unit: '东光县' });
    meterId = (await book(tester, 'kind=water-multi-parameter', hoursAhead(0.01, 4))).id;
    const taken = await tester.post('/check-outs', { deviceId: meterId });
    if (taken.status !== 201) throw new Error(`check-out: ${JSON.stringify(taken.body)}`);
  });
  afterAll(() => app.stop());

  const entry = (change: Record<string, unknown> = {}) => ({
    deviceId: meterId,
    at: new Date().toISOString(),
    item: 'DO',
    value: 3.1,
    unit: 'mg/L',
    position: { lon: 116.54, lat: 37.89 },
    ...change,
  });

  it('keeps what a person read from a display, with the limit applied and the notice', async () => {
    const { status, body } = await tester.post<Run>('/rapid-tests', entry({ target }));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      operatorId: tester.user.id,
      unitId: tester.user.unit.id,
      flags: [],
      verdict: 'exceeds',
      limit: { value: 5, confirmedBy: 'two_copies' },
      limitSource: target.source,
    });
    expect(body.custodyId).not.toBeNull();
    expect(body.notice.zh).toContain('初筛');
    expect(body.notice.en).toContain('never proof');
    expect((await tester.get<Run>(`/rapid-tests/${body.id}`)).body).toEqual(body);
  });

  it('decides nothing without a target class and its source', async () => {
    expect((await tester.post<Run>('/rapid-tests', entry())).body).toMatchObject({
      verdict: 'inconclusive',
      reason: 'no_limit',
      limit: null,
    });
    expect((await tester.post('/rapid-tests', entry({ target: { class: 'III' } }))).status).toBe(400);
  });

  it('never calls a flagged run more than invalid', async () => {
    const { body } = await tester.post<Run>('/rapid-tests', entry({ item: 'Pb', value: 9, target }));
    expect(body).toMatchObject({ flags: ['item_unknown'], verdict: 'invalid', limit: null });
  });

  it.each([
    ['without a unit', { unit: undefined }, 422, 'READING_UNIT_MISSING'],
    ['with a decimal comma', { value: '3,1' }, 422, 'READING_DECIMAL_COMMA'],
    ['from nowhere on earth', { position: { lon: 216, lat: 37 } }, 400, 'VALIDATION_FAILED'],
  ])('refuses a reading %s', async (_, change, status, code) => {
    const refused = await tester.post<Run>('/rapid-tests', entry(change));
    expect(refused).toMatchObject({ status, body: { code } });
  });

  it('refuses a reading from the future and an unknown instrument', async () => {
    const tomorrow = hoursAhead(24, 25).from;
    expect((await tester.post<Run>('/rapid-tests', entry({ at: tomorrow }))).body.code).toBe(
      'RAPID_TEST_IN_THE_FUTURE',
    );
    const unknown = entry({ deviceId: '01900000-0000-7000-8000-000000000000' });
    expect((await tester.post<Run>('/rapid-tests', unknown)).body.code).toBe('RAPID_TEST_DEVICE_UNKNOWN');
  });

  it('is entered by nobody who only names a case of their own', async () => {
    const handler = await app.as({ role: 'case_handler', unit: '献县' });
    const stranger = await app.as({ role: 'tester', unit: '献县' });
    const file = await handler.post<{ id: string }>('/cases', {
      number: '献检公益立〔2026〕91号',
      title: '河道排污',
      domain: 'environment',
      members: [stranger.user.id],
    });
    expect(file.status).toBe(201);
    const refused = await stranger.post<Run>('/rapid-tests', entry({ caseId: file.body.id }));
    expect(refused).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    const runs = await handler.get<{ items: Run[] }>(`/rapid-tests?caseId=${file.body.id}`);
    expect(runs.body.items).toEqual([]);
  });

  it('is seen by the own unit and those above, not beside, and not by managers', async () => {
    const { id } = (await tester.post<Run>('/rapid-tests', entry())).body;
    const statusFor = async (role: string, unit?: string) =>
      (await (await app.as({ role, unit })).get(`/rapid-tests/${id}`)).status;
    expect(await statusFor('commander', '沧州市人民检察院')).toBe(200);
    expect(await statusFor('commander')).toBe(200);
    expect(await statusFor('commander', '邯郸市人民检察院')).toBe(404);
    expect(await statusFor('tester', '献县')).toBe(404);
    expect(await statusFor('equipment_manager', '东光县')).toBe(403);
    expect(await statusFor('system_admin')).toBe(403);
  });

  it('is entered only by those who hold the instrument, into a case only by those who write in it', async () => {
    const ofTester = await openCase(await app.as({ role: 'case_handler', unit: '东光县' }));
    const stranger = await app.as({ role: 'case_handler', unit: '大名县' });
    const ofStranger = await openCase(stranger);
    expect((await tester.post<Run>('/rapid-tests', entry({ caseId: ofTester }))).body.caseId).toBe(ofTester);
    expect((await tester.post('/rapid-tests', entry({ caseId: ofStranger }))).status).toBe(404);
    expect((await stranger.post('/rapid-tests', entry({ caseId: ofStranger }))).status).toBe(404);
    const above = await app.as({ role: 'tester', unit: '沧州市人民检察院' });
    const { body: own } = await above.get<{ items: { id: string }[] }>(`/devices?unit=${above.user.unit.id}&limit=1`);
    const intoCountyCase = entry({ deviceId: own.items[0]?.id, caseId: ofTester });
    expect((await above.post('/rapid-tests', intoCountyCase)).status).toBe(403);
  });

  it('lists by place and verdict, as items and as GeoJSON', async () => {
    const position = { lon: 115.01, lat: 36.51 };
    const { id } = (await tester.post<Run>('/rapid-tests', entry({ position, target, value: 6 }))).body;
    const near = '/rapid-tests?bbox=115,36.5,115.1,36.6';
    const items = (await tester.get<{ items: Run[] }>(`${near}&verdict=below`)).body.items;
    expect(items.map((run) => run.id)).toEqual([id]);
    expect((await tester.get<{ items: Run[] }>(`${near}&verdict=exceeds`)).body.items).toEqual([]);
    const { body } = await tester.get<{ features: unknown[] }>(`${near}&f=geojson`);
    expect(body.features).toMatchObject([{ id, geometry: { type: 'Point', coordinates: [115.01, 36.51] } }]);
  });

  describe('from the instrument itself', () => {
    const reading = (change: Partial<InstrumentReading> = {}): InstrumentReading => ({
      deviceId: meterId,
      at: new Date(),
      receivedAt: new Date(),
      item: 'pH',
      value: 7.4,
      unit: 'pH',
      dedupKey: createHash('sha256')
        .update(JSON.stringify([change, Math.random()]))
        .digest(),
      ...change,
    });
    const record = (one: InstrumentReading) =>
      app.get(UnitOfWork).run(SYSTEM, (tx) => app.get(MissionsService).recordReading(tx, one));

    it('becomes a run of whoever holds it', async () => {
      const { rapidTestId, duplicate } = await record(reading());
      expect(duplicate).toBe(false);
      const { body } = await tester.get<Run>(`/rapid-tests/${rapidTestId}`);
      expect(body).toMatchObject({
        origin: 'instrument',
        operatorId: tester.user.id,
        unitId: tester.user.unit.id,
        flags: [],
        verdict: 'inconclusive',
        reason: 'no_limit',
      });
    });

    it('is one run however often it is delivered, even at the same moment', async () => {
      const one = reading();
      const answers = await Promise.all(Array.from({ length: 10 }, () => record(one)));
      expect(new Set(answers.map(({ rapidTestId }) => rapidTestId)).size).toBe(1);
      expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    });

    it('is kept without a holder: flagged, invalid, operator unknown', async () => {
      const before = new Date(Date.now() - 3_600_000);
      const { rapidTestId } = await record(reading({ at: before }));
      const province = await app.as({ role: 'commander' });
      const { body } = await province.get<Run>(`/rapid-tests/${rapidTestId}`);
      expect(body).toMatchObject({ operatorId: null, custodyId: null, verdict: 'invalid' });
      expect(body.flags).toContain('no_custody');
    });

    it('is kept without a unit, flagged', async () => {
      const { rapidTestId } = await record(reading({ unit: undefined }));
      const { body } = await tester.get<Run>(`/rapid-tests/${rapidTestId}`);
      expect(body).toMatchObject({ unit: null, flags: ['unit_missing'], verdict: 'invalid' });
    });
  });
});
