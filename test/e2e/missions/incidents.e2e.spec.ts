import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IncidentJobs } from '../../../src/missions/flights/flying/incident.jobs.js';
import type { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { rowsOf } from '../telemetry/telemetry-kit.js';
import { hoursAhead, square, startCrew } from './mission-kit.js';

interface FlightBody {
  readonly id: string;
  readonly incidentReportBy: string | null;
  readonly incidentReportedAt: string | null;
  readonly incidentOverdue: boolean;
}

const BOOKED = hoursAhead(24, 40);

describe('incidents that are to be reported within a day', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let commander: ApiClient;
  let deviceId: string;
  let nth = 0;

  beforeAll(async () => {
    ({ app, pilot, commander, deviceId } = await startCrew(BOOKED, '东光县'));
  });
  afterAll(() => app.stop());

  /** A flight that has landed and was reported; its landing lies so many hours back. */
  async function reported(hoursBack: number, incident?: string): Promise<string> {
    const volumes = [{ geometry: square(116.2 + 0.03 * (nth += 1), 37.4, 0.01), lowerMetres: 0, upperMetres: 100 }];
    const plan = { deviceId, pilotId: pilot.user.id, purpose: '巡查', during: hoursAhead(25, 26), volumes };
    const { id } = (await pilot.post<FlightBody>('/flights', plan)).body;
    const steps: [ApiClient, string, unknown][] = [
      [commander, 'approve', {}],
      [pilot, 'clear', {}],
      [pilot, 'take-off', {}],
      [pilot, 'land', {}],
      [pilot, 'report', { text: '完成', ...(incident && { incident }) }],
    ];
    for (const [who, step, body] of steps) expect((await who.post(`/flights/${id}/${step}`, body)).status).toBe(200);
    await landedBefore(id, hoursBack);
    return id;
  }
  const landedBefore = (id: string, hours: number) =>
    rowsOf(
      app,
      `UPDATE flight SET landed_at = now() - make_interval(secs => $2), taken_off_at = now() - make_interval(secs => $2 + 600)
       WHERE id = $1 RETURNING id`,
      [id, hours * 3_600],
    );
  const flight = async (id: string) => (await pilot.get<FlightBody>(`/flights/${id}`)).body;
  const told = async (who: ApiClient, id: string) =>
    (
      await who.get<{ items: { code: string; zh: string; subject: { id: string } }[] }>('/me/notices?limit=200')
    ).body.items.filter(({ subject, code }) => subject.id === id && code.startsWith('FLIGHT_INCIDENT'));
  const codes = async (id: string) => (await told(commander, id)).map(({ code }) => code).toReversed();
  const remind = () => app.get(IncidentJobs).run();

  it('reminds four hours and one hour before the deadline and when it has passed, each once', async () => {
    const id = await reported(19.9, '失联 20 秒');
    await remind();
    expect(await codes(id)).toEqual([]);
    for (const [hours, expected] of [
      [20.1, 1],
      [22.9, 1],
      [23.1, 2],
      [24.1, 3],
      [48, 3],
    ] as const) {
      await landedBefore(id, hours);
      await Promise.all([remind(), remind()]);
      await remind();
      expect(await codes(id)).toHaveLength(expected);
      expect((await flight(id)).incidentOverdue).toBe(hours > 24);
    }
    expect(await codes(id)).toEqual(['FLIGHT_INCIDENT_DUE', 'FLIGHT_INCIDENT_DUE', 'FLIGHT_INCIDENT_OVERDUE']);
    expect((await told(pilot, id)).length).toBe(3);
    const events = await rowsOf(
      app,
      `SELECT type FROM outbox WHERE aggregate = $1 AND type = 'missions.flight_incident_overdue'`,
      [`flight:${id}`],
    );
    expect(events).toHaveLength(1);
  });

  it('reminds nobody of what was reported, or of a flight without an incident', async () => {
    const quiet = await reported(30);
    const done = await reported(10, '擦碰树枝');
    expect(await pilot.post(`/flights/${quiet}/incident-report`, { to: '空管' })).toMatchObject({
      status: 409,
      body: { code: 'FLIGHT_WITHOUT_INCIDENT' },
    });
    const future = { to: '空管', at: new Date(Date.now() + 60_000).toISOString() };
    expect(await pilot.post(`/flights/${done}/incident-report`, future)).toMatchObject({
      status: 422,
      body: { code: 'FLIGHT_TIME_IMPOSSIBLE' },
    });
    const report = { to: '沧州空管站', reference: '2026-7', at: new Date(Date.now() - 60_000).toISOString() };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => pilot.post<{ code?: string }>(`/flights/${done}/incident-report`, report)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'FLIGHT_INCIDENT_REPORTED')).toHaveLength(4);
    await landedBefore(done, 30);
    await remind();
    expect(await flight(done)).toMatchObject({
      incidentReportedAt: report.at,
      incidentReportedTo: '沧州空管站',
      incidentReference: '2026-7',
      incidentOverdue: false,
    });
    expect([await codes(done), await codes(quiet)]).toEqual([[], []]);
    const stranger = await app.as({ role: 'pilot', unit: '大名县' });
    expect((await stranger.post(`/flights/${done}/incident-report`, report)).status).toBe(404);
  });
});
