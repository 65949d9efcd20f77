import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PageBody } from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { type AssistanceBody, assistanceScene, type AssistanceScene, wishOf } from './assistance-kit.js';
import { book, hoursAhead, square } from './mission-kit.js';

interface Item {
  readonly id: string;
  readonly kind: string;
  readonly subjectId: string;
  readonly during: { readonly from: string; readonly to: string };
  readonly userId: string | null;
}

const BOOKED = hoursAhead(48, 60);
const FLOWN = hoursAhead(49, 50);
const PURPOSE = '查看暗管';

describe('the calendar of missions', () => {
  let app: TestApp;
  let scene: AssistanceScene;
  let device: { readonly id: string; readonly assetCode: string };
  let flightId: string;
  let requestId: string;

  beforeAll(async () => {
    app = await TestApp.start();
    scene = await assistanceScene(app);
    const { pilot, handler, caseId } = scene;
    device = await book(pilot, 'category=uav', BOOKED);
    const flight = await pilot.post<{ id: string }>('/flights', {
      caseId,
      deviceId: device.id,
      pilotId: pilot.user.id,
      purpose: PURPOSE,
      during: FLOWN,
      volumes: [{ geometry: square(116.53, 37.88, 0.01), lowerMetres: 30, upperMetres: 90 }],
    });
    expect(flight.status).toBe(201);
    flightId = flight.body.id;
    const asked = await handler.post<AssistanceBody>('/assistance-requests', wishOf(caseId, { dueAt: BOOKED.to }));
    expect(asked.status).toBe(201);
    requestId = asked.body.id;
  });
  afterAll(() => app.stop());

  /** The VEVENT of the flight in a feed that the person opens now. */
  async function eventIn(client: ApiClient, wish: object, id = flightId): Promise<string> {
    const feed = await client.post<{ path: string }>('/calendar-feeds', wish);
    expect(feed.status).toBe(201);
    const calendar = await (await fetch(`${app.url}${feed.body.path}`)).text();
    expect(calendar).not.toContain(scene.caseId);
    const unfolded = calendar.replaceAll('\r\n ', '');
    expect(unfolded).not.toContain(PURPOSE);
    return unfolded.split('BEGIN:VEVENT').find((event) => event.includes(`flight-${id}`)) ?? '';
  }

  it('shows a flight to its pilot, with China’s time, people and heights, and never the case', async () => {
    const event = await eventIn(scene.pilot, { about: 'person' });
    expect(event).toContain('DTSTART;TZID=Asia/Shanghai:');
    expect(event).toContain('STATUS:TENTATIVE');
    expect(event).toMatch(/SUMMARY:飞行 \S+ · 飞手 .+ · 离地 30–90 米/u);
    expect(event).toContain('GEO:37.885');
  });

  it('shows it in the feeds of the unit and of the device, to strangers without people and place', async () => {
    const { countyCommander, stranger } = scene;
    expect(await eventIn(countyCommander, { about: 'unit', id: countyCommander.user.unit.id })).toContain('飞手');
    const seen = await eventIn(stranger, { about: 'device', id: device.id });
    expect(seen).toContain(`SUMMARY:飞行 ${device.assetCode}\r\n`);
    expect(seen).not.toContain('GEO:');
  });

  const list = async (client: ApiClient, query = '') => {
    const { from, to } = hoursAhead(40, 70);
    const path = `/missions/calendar?from=${from}&to=${to}${query}`;
    return client.get<PageBody<Item> & { code?: string }>(path);
  };

  it('lists flights, tests, deadlines and assigned work of a unit, page by page', async () => {
    const { countyCommander, pilot } = scene;
    const whole = (await list(countyCommander)).body.items;
    expect(whole.map(({ kind, subjectId }) => [kind, subjectId])).toEqual([
      ['flight', flightId],
      ['assistance_request', requestId],
    ]);
    const paged: Item[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { body: PageBody<Item> } = await list(countyCommander, `&limit=1${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.body.items);
      cursor = page.body.nextCursor;
    }
    expect(paged).toEqual(whole);
    const mine = await list(scene.cityCommander, `&userId=${pilot.user.id}`);
    expect(mine.body.items.map(({ kind, userId }) => [kind, userId])).toEqual([['flight', pilot.user.id]]);
  });

  it('shows assigned work to whom it was assigned', async () => {
    const { countyCommander, pilot } = scene;
    const step = (name: string, body: object = {}) =>
      countyCommander.post<AssistanceBody>(`/assistance-requests/${requestId}/${name}`, body);
    await step('accept');
    const during = hoursAhead(61, 63);
    const people = [{ capacity: 'pilot', userId: pilot.user.id }];
    const sent = await step('assign', { bookings: [{ during, purpose: '协助', deviceIds: [device.id], people }] });
    expect(sent.status).toBe(200);
    const items = (await list(pilot, `&userId=${pilot.user.id}&kind=assignment`)).body.items;
    expect(items).toMatchObject([{ kind: 'assignment', subjectId: requestId, during, userId: pilot.user.id }]);
  });

  it('tells nobody what they may not read, and takes no endless period', async () => {
    const { stranger, countyCommander } = scene;
    const unit = `&unitId=${countyCommander.user.unit.id}`;
    expect((await list(stranger, unit)).body.items).toEqual([]);
    const endless = await stranger.get('/missions/calendar?from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z');
    expect(endless.status).toBe(400);
    expect((await list(stranger, '&cursor=e30')).body.code).toBe('CURSOR_INVALID');
  });

  it('tells nobody of a draft, of a checked plan as tentative, and never of a draft that was given up', async () => {
    const { pilot, countyCommander } = scene;
    const volumes = [{ geometry: square(116.63, 37.98, 0.01), lowerMetres: 30, upperMetres: 90 }];
    const during = hoursAhead(52, 53);
    const draft = async () => {
      const plan = { deviceId: device.id, pilotId: pilot.user.id, purpose: PURPOSE, during, volumes };
      const saved = await pilot.post<{ id: string }>('/flights/drafts', plan);
      expect(saved.status).toBe(201);
      return saved.body.id;
    };
    const unit = { about: 'unit', id: countyCommander.user.unit.id };
    const told = async (id: string) => {
      const feeds = [await eventIn(pilot, { about: 'person' }, id), await eventIn(countyCommander, unit, id)];
      const items = (await list(countyCommander, '&kind=flight')).body.items;
      return [
        ...feeds.map((event) => /STATUS:(\w+)/.exec(event)?.[1]),
        items.some(({ subjectId }) => subjectId === id),
      ];
    };
    const id = await draft();
    const nothing = [undefined, undefined, false];
    expect(await told(id)).toEqual(nothing);
    expect((await pilot.post(`/flights/${id}/check`, {})).status).toBe(200);
    expect(await told(id)).toEqual(['TENTATIVE', 'TENTATIVE', true]);
    expect((await pilot.post(`/flights/${id}/cancel`, {})).status).toBe(200);
    expect(await told(id)).toEqual(['CANCELLED', 'CANCELLED', true]);
    const givenUp = await draft();
    expect((await pilot.post(`/flights/${givenUp}/cancel`, {})).status).toBe(200);
    expect(await told(givenUp)).toEqual(nothing);
  });

  it('keeps a cancelled flight, with a higher number', async () => {
    const sequenceOf = (event: string) => Number(/SEQUENCE:(\d+)/.exec(event)?.[1]);
    const before = sequenceOf(await eventIn(scene.pilot, { about: 'person' }));
    expect((await scene.pilot.post(`/flights/${flightId}/cancel`, {})).status).toBe(200);
    const event = await eventIn(scene.pilot, { about: 'person' });
    expect(event).toContain('STATUS:CANCELLED');
    expect(sequenceOf(event)).toBeGreaterThan(before);
  });
});
