import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type InstrumentReading, MissionsService } from '../../../src/missions/index.js';
import { SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { photoOf } from '../../factories/files.js';
import { type SampleBody, sampleEntry } from '../../factories/samples.js';
import type { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { rowsOf } from '../telemetry/telemetry-kit.js';
import { hoursAhead } from './mission-kit.js';
import { ascending, MINUTE_MS, minutesAgo, type Run, RunDesk, target } from './run-kit.js';

interface Problem {
  readonly code: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

describe('the record of a run', () => {
  let desk: RunDesk;
  let app: TestApp;
  let tester: ApiClient;
  let handler: ApiClient;
  let photometerId: string;
  let caseId: string;
  let outSince: number;

  beforeAll(async () => {
    desk = await RunDesk.open();
    ({ app, tester, handler, photometerId, caseId, outSince } = desk);
  });
  afterAll(() => desk.app.stop());

  const entry: RunDesk['entry'] = (change) => desk.entry(change);
  const enter: RunDesk['enter'] = (change) => desk.enter(change);
  const entered: RunDesk['entered'] = (change) => desk.entered(change);

  it('holds instrument, lot, operator, booking, card, controls and the row applied', async () => {
    const run = await entered();
    expect(run).toMatchObject({
      verdict: 'exceeds',
      flags: [],
      result: 46.5,
      exceedFactor: 1.325,
      caseId,
      rules: 'verdict-4',
      card: { code: 'cod-photometer', version: 1 },
      calibration: { state: 'valid' },
      kit: { kitCode: 'cod-vials' },
      training: 'valid',
      booking: { testerBooked: true, lotReserved: true },
      limit: { value: 20, confirmedBy: 'two_copies' },
    });
    expect(run.controls.map(({ kind, state }) => [kind, state])).toEqual([
      ['blank', 'passed'],
      ['standard', 'not_done'],
      ['parallel', 'not_done'],
    ]);
    expect((await tester.get(`/limits/${run.limit?.id}`)).body).toMatchObject({ value: 20, item: 'cod' });
  });

  it.each<readonly [string, Record<string, unknown>, string]>([
    ['a required control is absent', { controls: [] }, 'control_missing'],
    ['the blank is too high', { controls: [{ kind: 'blank', value: 9 }] }, 'blank_too_high'],
    ['it was read too early', { startedAt: minutesAgo(2) }, 'read_early'],
    ['it was read too late', { startedAt: minutesAgo(60) }, 'read_late'],
    ['the display is past its range', { value: 400 }, 'out_of_range'],
    ['parallel readings disagree', { readings: [30, 60] }, 'parallel_spread'],
    ['the lot is another', { lot: 'X-1' }, 'lot_unknown'],
  ])('is invalid, never exceeding, when %s', async (_, change, flag) => {
    expect(await entered(change)).toMatchObject({ verdict: 'invalid', flags: [flag], limit: null });
  });

  it('asks for what the limit depends on', async () => {
    const run = await entered({ target: { source: '无' } });
    expect(run).toMatchObject({ verdict: 'inconclusive', reason: 'limit_unstated', missing: ['class'] });
  });

  it('may be of a sample of another unit, once a portion of it was handed to the tester', async () => {
    const sampler = await app.as({ role: 'tester', unit: '献县' });
    const taken = await sampler.post<SampleBody>('/samples', sampleEntry());
    const { id: sampleId, portions } = taken.body;
    expect((await enter({ sampleId })).body.code).toBe('RAPID_TEST_SAMPLE_UNKNOWN');
    const entrusted = { purpose: 'testing', to: { userId: tester.user.id } };
    expect((await sampler.post(`/samples/${sampleId}/portions/${portions[0]?.id}/hand-overs`, entrusted)).status).toBe(
      201,
    );
    expect(await entered({ sampleId })).toMatchObject({ sampleId });
  });

  it.each<readonly [string, Record<string, unknown>, string]>([
    ['without value and outcome', { value: undefined }, 'VALIDATION_FAILED'],
    ['with a dilution that concentrates', { dilution: 0.5 }, 'VALIDATION_FAILED'],
    [
      'with a control twice',
      {
        controls: [
          { kind: 'blank', value: 1 },
          { kind: 'blank', value: 2 },
        ],
      },
      'VALIDATION_FAILED',
    ],
    ['with a control that says nothing', { controls: [{ kind: 'blank' }] }, 'VALIDATION_FAILED'],
    ['begun after it was read', { startedAt: hoursAhead(1, 2).from }, 'RAPID_TEST_START_AFTER_READING'],
    ['of no sample', { sampleId: '01900000-0000-7000-8000-000000000000' }, 'RAPID_TEST_SAMPLE_UNKNOWN'],
    ['by no card', { cardId: '01900000-0000-7000-8000-000000000000' }, 'METHOD_CARD_UNKNOWN'],
    [
      'with no photo',
      { photos: [{ fileId: '01900000-0000-7000-8000-000000000000', subject: 'display' }] },
      'FILE_UNKNOWN',
    ],
  ])('is refused %s', async (_, change, code) => {
    expect((await enter(change)).body.code).toBe(code);
  });

  it.each<readonly [string, Record<string, unknown>, string, string]>([
    ['without a unit', { unit: undefined }, 'READING_UNIT_MISSING', 'unit'],
    ['with an empty unit', { unit: ' ' }, 'READING_UNIT_MISSING', 'unit'],
    ['with null as its unit', { unit: null }, 'READING_UNIT_MISSING', 'unit'],
    ['with a decimal comma', { value: '46,5' }, 'READING_DECIMAL_COMMA', 'value'],
    ['with a full-width comma', { value: '46，5' }, 'READING_DECIMAL_COMMA', 'value'],
    ['with a comma among its repeats', { readings: [46.4, '46,6'] }, 'READING_DECIMAL_COMMA', 'readings.1'],
    [
      'with a comma in a control',
      { controls: [{ kind: 'blank', value: '0,9' }] },
      'READING_DECIMAL_COMMA',
      'controls.0.value',
    ],
    ['with a comma in its dilution', { dilution: '2,5' }, 'READING_DECIMAL_COMMA', 'dilution'],
    ['with a comma and without a unit', { value: '46,5', unit: undefined }, 'READING_DECIMAL_COMMA', 'value'],
  ])('is refused by name %s, and nothing of it is kept', async (_, change, code, path) => {
    const before = await kept();
    const { status, body } = await tester.post<Problem>('/rapid-tests', entry(change));
    expect([status, body.code]).toEqual([422, code]);
    expect(body.errors.map((fault) => fault.path)).toContain(path);
    expect(await kept()).toEqual(before);
  });

  it('is refused without a code of its own where a text is no number at all', async () => {
    for (const value of ['many', '46.5', true]) expect((await enter({ value })).body.code).toBe('VALIDATION_FAILED');
  });

  /** What an entered run would leave behind. */
  const kept = () =>
    rowsOf<{ runs: string; told: string; facts: string }>(
      app,
      `SELECT (SELECT count(*) FROM rapid_test) AS runs,
         (SELECT count(*) FROM audit_entry WHERE action LIKE 'rapidTest.%') AS told,
         (SELECT count(*) FROM outbox WHERE type LIKE 'missions.rapid_test%') AS facts`,
    );

  it('names the sample, and is older than none of it', async () => {
    const sample = (await tester.post<SampleBody>('/samples', sampleEntry({ caseId }))).body;
    expect(await entered({ sampleId: sample.id })).toMatchObject({ sampleId: sample.id, medium: 'surface_water' });
    const early = await enter({ sampleId: sample.id, at: minutesAgo(5), startedAt: minutesAgo(20) });
    expect(early.body.code).toBe('RAPID_TEST_BEFORE_SAMPLE');
    const listed = await tester.get<{ items: Run[] }>(`/rapid-tests?sampleId=${sample.id}`);
    expect(listed.body.items).toHaveLength(1);
  });

  it('is flagged when its sample was too old, by the version of the row that said so, and unknown without a row', async () => {
    const keeper = await app.as({ role: 'equipment_manager' });
    const say = (hours: number) =>
      keeper.post('/holding-times', {
        medium: 'surface_water',
        item: 'COD',
        preservation: ['cooled', 'dark'],
        hours,
        source: '采样规范',
        confirmedBy: 'single_source',
      });
    const takenAt = minutesAgo(120);
    const preserved = { caseId, takenAt, preservation: ['dark', 'cooled'] };
    const sample = (await tester.post<SampleBody>('/samples', sampleEntry(preserved))).body;
    const unknown = await entered({ sampleId: sample.id });
    expect(unknown).toMatchObject({ flags: [], verdict: 'exceeds', holding: { state: 'unknown', time: null } });
    await say(2.5);
    expect(await entered({ sampleId: sample.id })).toMatchObject({
      flags: [],
      holding: { state: 'good', hours: 2.5, time: { version: 1 } },
    });
    await say(1.5);
    expect(await entered({ sampleId: sample.id })).toMatchObject({
      verdict: 'invalid',
      flags: ['holding_time_exceeded'],
      holding: { state: 'over', hours: 1.5, time: { version: 2, source: '采样规范', confirmedBy: 'single_source' } },
    });
    expect((await tester.get<Run>(`/rapid-tests/${unknown.id}`)).body).toEqual(unknown);
  });

  it('gives the class of the water by the worst of the valid runs of a sample', async () => {
    const sample = (await tester.post<SampleBody>('/samples', sampleEntry({ caseId }))).body;
    const classOf = async () =>
      (await tester.get<{ class: string | null }>(`/samples/${sample.id}/water-class`)).body.class;
    await entered({ sampleId: sample.id, value: 140, controls: [] });
    expect(await classOf()).toBeNull();
    await entered({ sampleId: sample.id, value: 28 });
    expect(await classOf()).toBe('IV');
    await entered({ sampleId: sample.id, value: 30, dilution: 2 });
    expect(await classOf()).toBe('inferior_V');
  });

  it('keeps photos that readers of the run may open', async () => {
    const fileId = await photoOf(tester);
    const run = await entered({ photos: [{ fileId, subject: 'display' }] });
    expect(run).toMatchObject({ photos: [{ fileId, subject: 'display' }] });
    expect((await handler.get(`/equipment-files/${fileId}/content`)).status).toBe(200);
  });

  it('keeps the verdict when somebody thinks otherwise', async () => {
    const run = await entered();
    const override = { opinion: 'inconclusive', reason: '采样点受施工影响' };
    expect((await tester.post(`/rapid-tests/${run.id}/overrides`, override)).status).toBe(403);
    const { status, body } = await handler.post<Run>(`/rapid-tests/${run.id}/overrides`, override);
    expect([status, body.verdict, body.overrides.map(({ opinion }) => opinion)]).toEqual([
      201,
      'exceeds',
      ['inconclusive'],
    ]);
    const same = await handler.post<Run>(`/rapid-tests/${run.id}/overrides`, { ...override, opinion: 'exceeds' });
    expect(same.body.code).toBe('RAPID_TEST_OVERRIDE_SAME');
    expect((await handler.post(`/rapid-tests/${run.id}/overrides`, { opinion: 'below' })).status).toBe(400);
    const flagged = await entered({ controls: [] });
    const asExceeding = await handler.post<Run>(`/rapid-tests/${flagged.id}/overrides`, {
      ...override,
      opinion: 'exceeds',
    });
    expect([flagged.verdict, asExceeding.status, asExceeding.body.code]).toEqual([
      'invalid',
      422,
      'RAPID_TEST_OVERRIDE_INVALID',
    ]);
  });

  it('runs a contest only for produce, and only for the authorities named', async () => {
    const water = await entered({ authority: 'agriculture' });
    expect(water.contest).toMatchObject({ applies: false, reason: 'medium' });
    const own = await entered({ medium: 'farm_produce' });
    expect(own.contest).toMatchObject({ applies: false, reason: 'authority' });
    const produce = await entered({ medium: 'farm_produce', authority: 'agriculture' });
    expect(produce.contest).toMatchObject({ applies: true, reason: 'not_told', dueAt: null });
    const tell = (toldAt: string) =>
      tester.post<Run>(`/rapid-tests/${produce.id}/telling`, { toldTo: '合作社负责人', toldAt });
    expect((await tell('2026-01-01T00:00:00Z')).body.code).toBe('RAPID_TEST_TOLD_TOO_EARLY');
    const toldAt = new Date().toISOString();
    const told = await Promise.all([tell(toldAt), tell(toldAt)]);
    expect(told.map(({ status }) => status).toSorted(ascending)).toEqual([200, 409]);
    const contest = (await tester.get<Run>(`/rapid-tests/${produce.id}`)).body.contest;
    expect(contest).toMatchObject({
      reason: 'running',
      dueAt: new Date(Date.parse(toldAt) + 4 * 60 * MINUTE_MS).toISOString(),
    });
  });

  describe('that an instrument sent', () => {
    const record = (change: Partial<InstrumentReading> = {}) => {
      const reading: InstrumentReading = {
        deviceId: photometerId,
        at: new Date(Math.max(outSince, Date.now() - 1000)),
        receivedAt: new Date(),
        item: 'COD',
        value: 46.5,
        unit: 'mg/L',
        dedupKey: createHash('sha256').update(`${Math.random()}`).digest(),
        ...change,
      };
      return app.get(UnitOfWork).run(SYSTEM, (tx) => app.get(MissionsService).recordReading(tx, reading));
    };

    it('waits for the controls that its method requires, and is completed once', async () => {
      const { rapidTestId: id } = await record();
      expect((await tester.get<Run>(`/rapid-tests/${id}`)).body).toMatchObject({
        verdict: 'invalid',
        flags: ['control_missing', 'start_unknown'],
      });
      const completion = { controls: [{ kind: 'blank', value: 1 }], startedAt: minutesAgo(15), target };
      const both = await Promise.all([1, 2].map(() => tester.post<Run>(`/rapid-tests/${id}/completion`, completion)));
      expect(both.map(({ status }) => status).toSorted(ascending)).toEqual([200, 409]);
      expect((await tester.get<Run>(`/rapid-tests/${id}`)).body).toMatchObject({
        verdict: 'exceeds',
        flags: [],
        origin: 'instrument',
        completedBy: tester.user.id,
      });
    });

    it('is completed by nobody when a person entered it', async () => {
      const run = await entered();
      expect((await tester.post<Run>(`/rapid-tests/${run.id}/completion`, {})).body.code).toBe('RAPID_TEST_COMPLETED');
    });
  });
});
