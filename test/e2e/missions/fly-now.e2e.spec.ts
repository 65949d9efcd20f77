import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { book, hoursAhead, square } from './mission-kit.js';

interface FlightBody {
  readonly id: string;
  readonly code?: string;
  readonly assetCodes?: readonly string[];
  readonly state: string;
  readonly origin: string;
  readonly repeatsId: string | null;
  readonly followUpOn: string | null;
  readonly volumes: readonly unknown[];
  readonly assessment: { readonly application: string };
  readonly findings?: readonly { readonly code: string; readonly article: string }[];
  readonly deadlines?: { readonly application: { readonly article: string } };
}

const NO_QUESTION_OPEN = {
  networkRelay: 'no',
  dangerousOrDropped: 'no',
  overCrowd: 'no',
  fromMovingVehicle: 'no',
  several: 'no',
};

describe('flying now, and again', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let deviceId: string;
  let nth = 0;
  beforeAll(async () => {
    app = await TestApp.start();
    pilot = await app.as({ role: 'pilot', unit: '东光县' });
    deviceId = (await book(pilot, 'kind=mavic-3t', hoursAhead(0, 6))).id;
  });
  afterAll(() => app.stop());

  const now = async (over: Record<string, unknown> = {}) => {
    nth += 1;
    const position = { lon: 116.3 + nth * 0.05, lat: 37.8 };
    const request = { position, purpose: '排污口', circumstances: NO_QUESTION_OPEN, beyondSight: 'no', minutes: 30 };
    const answer = await pilot.post<FlightBody>('/flights/fly-now', { ...request, ...over });
    return { status: answer.status, ...answer.body };
  };

  it('asks for the aircraft while none is in one’s hands, and finds it once it is', async () => {
    expect(await now()).toMatchObject({ status: 422, code: 'FLY_NOW_AIRCRAFT_UNCLEAR' });
    expect((await pilot.post('/check-outs', { deviceId })).status).toBe(201);
    const flight = await now();
    expect(flight).toMatchObject({ status: 201, origin: 'fly_now' });
    expect(flight.state).toBe(flight.assessment.application === 'not_required' ? 'cleared' : 'applied');
  });

  it('says which article stands in the way of a flight that had to be applied for, and keeps nothing', async () => {
    const refused = await now({ heightMetres: 200 });
    expect(refused).toMatchObject({
      status: 422,
      code: 'FLIGHT_MUST_BE_APPLIED_FOR',
      deadlines: { application: { article: '26(1)' } },
    });
    expect(refused.findings).toContainEqual(expect.objectContaining({ code: 'CONTROLLED_HEIGHT', article: '19(2)' }));
    const list = await pilot.get<{ items: FlightBody[] }>(`/flights?deviceId=${deviceId}`);
    expect(list.body.items).toHaveLength(1);
  });

  it('lets the most urgent task apply at any time', async () => {
    expect(await now({ heightMetres: 200, nature: 'special_emergency' })).toMatchObject({
      status: 201,
      state: 'applied',
      assessment: { application: 'required' },
    });
  });

  it('waits for a commander while a question is open', async () => {
    expect(await now({ circumstances: {} })).toMatchObject({
      status: 201,
      state: 'applied',
      assessment: { application: 'unknown' },
    });
  });

  it('comes back to the same volumes at another time, and is found by its day', async () => {
    const during = hoursAhead(2, 3);
    const volume = { geometry: square(116.3, 37.6, 0.01), lowerMetres: 20, upperMetres: 80 };
    const plan = { deviceId, pilotId: pilot.user.id, purpose: '回头看', during, volumes: [volume] };
    const first = (await pilot.post<FlightBody>('/flights', { ...plan, followUpOn: '2026-12-24' })).body;
    const again = await pilot.post<FlightBody>(`/flights/${first.id}/fly-again`, { during: hoursAhead(4, 5) });
    expect(again.status).toBe(201);
    expect(again.body).toMatchObject({ origin: 'fly_again', repeatsId: first.id, followUpOn: null });
    expect(again.body.volumes).toEqual(first.volumes);
    const atTheSameTime = await pilot.post<FlightBody>(`/flights/${first.id}/fly-again`, { during });
    expect(atTheSameTime).toMatchObject({ status: 409, body: { code: 'AIRSPACE_CONFLICT' } });
    const due = await pilot.get<{ items: FlightBody[] }>(`/flights?followUpBy=2026-12-24&deviceId=${deviceId}`);
    expect(due.body.items.map(({ id }) => id)).toEqual([first.id]);
    expect((await pilot.get<{ items: FlightBody[] }>('/flights?followUpBy=2026-12-23')).body.items).toEqual([]);
  });

  it('names every aircraft in one’s hands when there are several', async () => {
    const second = await book(pilot, 'kind=mavic-3t', hoursAhead(0, 6));
    expect((await pilot.post('/check-outs', { deviceId: second.id })).status).toBe(201);
    const answer = await now();
    expect(answer).toMatchObject({ status: 422, code: 'FLY_NOW_AIRCRAFT_UNCLEAR' });
    expect(answer.assetCodes).toHaveLength(2);
    expect(answer.assetCodes).toContain(second.assetCode);
  });
});
