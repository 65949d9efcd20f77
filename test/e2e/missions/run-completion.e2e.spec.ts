import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { connectedAs, endClients, quarantineOf, rowsOf, send } from '../telemetry/telemetry-kit.js';
import { book, hoursAhead } from './mission-kit.js';

interface Run {
  readonly id: string;
  readonly code?: string;
  readonly value: number;
  readonly unit: string | null;
  readonly verdict: string;
  readonly flags: readonly string[];
  readonly received: Readonly<Record<string, unknown>> | null;
  readonly completedFields: readonly string[] | null;
  readonly completedBy: string | null;
}

const target = { class: 'III', source: '沧州市水功能区划' };
const place = { lon: 116.54, lat: 37.89 };

describe('a reading that came over the line', () => {
  let app: TestApp;
  let tester: ApiClient;
  let meter: { readonly id: string; readonly assetCode: string };

  beforeAll(async () => {
    app = await TestApp.start();
    tester = await app.as({ role: 'tester', unit: '东光县' });
    meter = await book(tester, 'kind=water-multi-parameter', hoursAhead(0.01, 4));
    const taken = await tester.post('/check-outs', { assetCode: meter.assetCode });
    if (taken.status !== 201) throw new Error(JSON.stringify(taken.body));
  });
  afterEach(endClients);
  afterAll(() => app.stop());

  const sent = async (change: Readonly<Record<string, unknown>> = {}): Promise<Run> => {
    const line = await connectedAs(app, meter.id, 5);
    const body = { at: new Date().toISOString(), item: 'DO', value: 3.1, readings: [3.08, 3.12], ...place, ...change };
    await send(line, `skydocket/v1/${meter.assetCode}/reading`, JSON.stringify(body));
    const { items } = (await tester.get<{ items: Run[] }>(`/rapid-tests?deviceId=${meter.id}&limit=1`)).body;
    return (await tester.get<Run>(`/rapid-tests/${items[0]?.id ?? ''}`)).body;
  };
  const complete = (id: string, body: object) => tester.post<Run>(`/rapid-tests/${id}/completion`, body);

  it('without a unit is kept as it came and flagged; a person says the unit, and the rules judge', async () => {
    const run = await sent();
    expect(run).toMatchObject({ value: 3.1, unit: null, verdict: 'invalid', flags: ['unit_missing'] });
    const came = { item: 'DO', value: 3.1, unit: null, lot: null, readings: [3.08, 3.12], position: place };
    expect(run.received).toMatchObject(came);
    const { status, body } = await complete(run.id, { unit: 'mg/L', rawReading: 'DO 3.10', target });
    expect([status, body.verdict, body.flags]).toEqual([200, 'exceeds', []]);
    expect(body).toMatchObject({
      value: 3.1,
      unit: 'mg/L',
      received: run.received,
      completedFields: ['unit', 'rawReading', 'target'],
      completedBy: tester.user.id,
    });
    const [audited] = await rowsOf<{ added: string[]; before: object }>(
      app,
      `SELECT details -> 'added' AS added, details -> 'before' AS before FROM audit_entry
       WHERE action = 'rapidTest.complete' AND subject_id = $1`,
      [run.id],
    );
    expect(audited).toEqual({
      added: ['unit', 'rawReading', 'target'],
      before: { flags: ['unit_missing'], verdict: 'invalid' },
    });
  });

  it('stays invalid while nobody says the unit, and decides nothing in another unit than its limit', async () => {
    const first = await sent();
    expect((await complete(first.id, { target })).body).toMatchObject({ verdict: 'invalid', flags: ['unit_missing'] });
    const second = await sent();
    expect((await complete(second.id, { unit: 'µg/L', target })).body).toMatchObject({
      verdict: 'inconclusive',
      reason: 'unit_differs_from_limit',
    });
  });

  it.each<readonly [string, Record<string, unknown>, string, string]>([
    ['an empty unit', { unit: '' }, 'READING_UNIT_MISSING', 'unit'],
    ['a decimal comma', { controls: [{ kind: 'blank', value: '0,5' }] }, 'READING_DECIMAL_COMMA', 'controls.0.value'],
  ])('is not completed with %s: it stays as it came and may still be completed', async (_, change, code, path) => {
    const run = await sent();
    const refused = await tester.post<{ code: string; errors: { path: string }[] }>(
      `/rapid-tests/${run.id}/completion`,
      {
        unit: 'mg/L',
        target,
        ...change,
      },
    );
    expect([refused.status, refused.body.code]).toEqual([422, code]);
    expect(refused.body.errors.map((fault) => fault.path)).toContain(path);
    expect((await tester.get<Run>(`/rapid-tests/${run.id}`)).body).toEqual(run);
    expect((await complete(run.id, { unit: 'mg/L', target })).status).toBe(200);
  });

  it('is not contradicted: what the instrument said stands', async () => {
    const run = await sent({ unit: 'mg/L', lot: 'B-7' });
    for (const [field, said] of [
      ['unit', { unit: 'µg/L' }],
      ['lot', { lot: 'B-8' }],
    ] as const)
      expect(await complete(run.id, said)).toMatchObject({
        status: 409,
        body: { code: 'RAPID_TEST_READING_STANDS', field },
      });
    expect((await tester.get<Run>(`/rapid-tests/${run.id}`)).body).toEqual(run);
    expect((await complete(run.id, { unit: 'mg/l', lot: 'b-7', target })).status).toBe(200);
  });

  it('of eight who complete it at once one does, and nothing of the others is kept', async () => {
    const { id } = await sent();
    const units = ['mg/L', 'µg/L', 'g/L', 'ng/L', 'mg/kg', '%', 'mV', 'NTU'];
    const answers = await Promise.all(units.map((unit) => complete(id, { unit, target })));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'RAPID_TEST_COMPLETED')).toHaveLength(units.length - 1);
    expect((await tester.get<Run>(`/rapid-tests/${id}`)).body).toEqual(won[0]?.body);
    const told = await rowsOf<{ count: string }>(
      app,
      `SELECT count(*) FROM audit_entry WHERE action = 'rapidTest.complete' AND subject_id = $1`,
      [id],
    );
    expect(told).toEqual([{ count: '1' }]);
  });

  it('is not changed by the database either', async () => {
    const { id } = await sent();
    await expect(
      rowsOf(app, `UPDATE rapid_test SET received = jsonb_set(received, '{value}', '9') WHERE id = $1`, [id]),
    ).rejects.toThrow('what an instrument sent is not changed');
  });

  it.each([
    ['a decimal comma', { value: '3,1' }],
    ['no value', { value: null }],
    ['an endless value', { value: 'Infinity' }],
    ['a comma among its repeats', { readings: [3.1, '3,2'] }],
  ])('with %s is no run, and is set aside as it came', async (_, change) => {
    const topic = `skydocket/v1/${meter.assetCode}/reading`;
    const before = [(await quarantineOf(app, topic)).length, (await runs()).length];
    await sent(change);
    const after = await quarantineOf(app, topic);
    expect([after.length, (await runs()).length]).toEqual([(before[0] ?? 0) + 1, before[1]]);
  });

  const runs = () => rowsOf<{ id: string }>(app, `SELECT id FROM rapid_test WHERE device_id = $1`, [meter.id]);
});
