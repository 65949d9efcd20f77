import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { book, hoursAhead, type Period, square } from './mission-kit.js';

interface Finding {
  readonly code: string;
  readonly effect: string;
  readonly article: string;
  readonly textRead: boolean;
}

interface FlightBody {
  readonly id: string;
  readonly code?: string;
  readonly state: string;
  readonly phase: string;
  readonly assessment: {
    readonly application: string;
    readonly rulesVersion: string;
    readonly deadlines: { readonly application: { readonly before: string; readonly article: string } } | null;
    readonly findings: readonly Finding[];
  };
  readonly incidentReportBy: string | null;
  readonly findings?: readonly Finding[];
}

const DAYS_3 = 72;

describe('a flight from plan to report', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let commander: ApiClient;
  let during: Period;
  let nth = 0;
  const devices = new Map<string, string>();
  beforeAll(async () => {
    app = await TestApp.start();
    pilot = await app.as({ role: 'pilot', unit: '东光县' });
    commander = await app.as({ role: 'commander', unit: '东光县' });
    during = hoursAhead(DAYS_3, DAYS_3 + 1);
    for (const kind of ['mavic-3t', 'matrice-350']) devices.set(kind, (await book(pilot, `kind=${kind}`, during)).id);
  });
  afterAll(() => app.stop());

  /** A plan at a place of its own. */
  function planOf(over: Record<string, unknown> = {}, heights = { lowerMetres: 20, upperMetres: 100 }) {
    nth += 1;
    const geometry = square(116.2 + nth * 0.02, 37.7, 0.01);
    const plan = { pilotId: pilot.user.id, purpose: '河道巡查', during, deviceId: devices.get('mavic-3t') };
    return { ...plan, volumes: [{ geometry, ...heights }], ...over };
  }

  async function filed(over?: Record<string, unknown>, heights?: { lowerMetres: number; upperMetres: number }) {
    const answer = await pilot.post<FlightBody>('/flights', planOf(over, heights));
    expect([answer.status, answer.body.code]).toEqual([201, undefined]);
    return answer.body;
  }

  const step = async (who: ApiClient, id: string, name: string, body: unknown = {}) => {
    const answer = await who.post<FlightBody>(`/flights/${id}/${name}`, body);
    return { status: answer.status, ...answer.body };
  };

  it('says by which article, of which version, whether it must be applied for', async () => {
    const answered = {
      networkRelay: 'no',
      dangerousOrDropped: 'no',
      overCrowd: 'no',
      fromMovingVehicle: 'no',
      several: 'no',
    };
    const low = await filed({ circumstances: answered });
    expect(low.assessment.rulesVersion).toBe('2026-05.2');
    expect(low.assessment.findings).toContainEqual(expect.objectContaining({ code: 'ACTIVATION', textRead: false }));
    const high = await filed({ circumstances: answered }, { lowerMetres: 100, upperMetres: 200 });
    expect(high.assessment.application).toBe('required');
    expect(high.assessment.findings).toContainEqual(
      expect.objectContaining({ code: 'CONTROLLED_HEIGHT', article: '19(2)', textRead: true }),
    );
    const before = new Date(high.assessment.deadlines?.application.before ?? '');
    expect(before.toISOString()).toMatch(/T04:00:00\.000Z$/);
    const unanswered = await filed();
    expect(unanswered.assessment.application).toBe('unknown');
    expect(unanswered.assessment.findings).toContainEqual(
      expect.objectContaining({ code: 'NETWORK_RELAY', effect: 'application_unknown' }),
    );
  });

  it('is not approved without the answer that was needed, and not cleared without the report and its confirmation', async () => {
    const { id } = await filed({}, { lowerMetres: 100, upperMetres: 200 });
    expect(await step(commander, id, 'approve')).toMatchObject({ status: 422, code: 'FLIGHT_APPROVAL_UNPROVEN' });
    const answer = { authority: '空管单位', approvalNumber: 'K-2026-17' };
    expect(await step(commander, id, 'approve', answer)).toMatchObject({
      state: 'approved',
      phase: 'ready',
      ...answer,
    });
    expect(await step(pilot, id, 'clear', { confirmedBy: '值班员' })).toMatchObject({ code: 'FLIGHT_REPORT_MISSING' });
    expect(await step(pilot, id, 'pre-report')).toMatchObject({ state: 'pre_reported' });
    expect(await step(pilot, id, 'clear')).toMatchObject({ status: 422, code: 'FLIGHT_CONFIRMATION_MISSING' });
    expect(await step(pilot, id, 'clear', { confirmedBy: '值班员' })).toMatchObject({ state: 'cleared' });
  });

  it('takes off, lands, is reported with what endangered safety, and closed', async () => {
    const { id } = await filed();
    expect(await step(pilot, id, 'take-off')).toMatchObject({ status: 409, code: 'FLIGHT_STATE_CONFLICT' });
    expect(await step(commander, id, 'approve')).toMatchObject({ state: 'approved' });
    expect(await step(pilot, id, 'clear')).toMatchObject({ state: 'cleared' });
    const later = new Date(Date.now() + 60_000).toISOString();
    expect(await step(pilot, id, 'take-off', { at: later })).toMatchObject({ code: 'FLIGHT_TIME_IMPOSSIBLE' });
    expect(await step(pilot, id, 'take-off')).toMatchObject({ state: 'airborne', phase: 'flying' });
    expect(await step(pilot, id, 'land', { at: '2020-01-01T00:00:00Z' })).toMatchObject({
      code: 'FLIGHT_TIME_IMPOSSIBLE',
    });
    expect(await step(pilot, id, 'land')).toMatchObject({ state: 'landed', phase: 'over', incidentReportBy: null });
    const reported = await step(pilot, id, 'report', { text: '完成', incident: '失联 20 秒' });
    expect(reported).toMatchObject({ state: 'reported', incident: '失联 20 秒', incidentReportBy: expect.any(String) });
    expect(await step(pilot, id, 'close')).toMatchObject({ status: 403 });
    expect(await step(commander, id, 'close')).toMatchObject({ state: 'closed' });
  });

  it('is stopped at its approval by a paper that is missing', async () => {
    const { id } = await filed({ deviceId: devices.get('matrice-350') });
    const manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    const held = await manager.get<{ items: { id: string; kind: string }[] }>(
      `/qualifications?userId=${pilot.user.id}`,
    );
    for (const { id: licence, kind } of held.body.items)
      if (kind === 'pilot_licence') await manager.post(`/qualifications/${licence}/withdraw`, { reason: '注销' });
    const refused = await step(commander, id, 'approve');
    expect(refused).toMatchObject({ status: 422, code: 'FLIGHT_AGAINST_RULES' });
    expect(refused.findings).toContainEqual(expect.objectContaining({ code: 'PILOT_LICENCE', article: '16(1)' }));
  });

  it('may be drawn as a circle or a corridor, and as one of them only', async () => {
    const centre = { lon: 116.9, lat: 37.5 };
    const heights = { lowerMetres: 0, upperMetres: 60 };
    const round = await filed({ volumes: [{ circle: { centre, radiusMetres: 300 }, ...heights }] });
    expect(round.state).toBe('applied');
    const line = [
      [116.95, 37.5],
      [116.96, 37.51],
      [116.97, 37.51],
    ];
    await filed({ volumes: [{ corridor: { line, widthMetres: 80 }, ...heights }] });
    const both = planOf({
      volumes: [{ corridor: { line, widthMetres: 80 }, circle: { centre, radiusMetres: 300 }, ...heights }],
    });
    expect((await pilot.post('/flights', both)).status).toBe(400);
  });
});
