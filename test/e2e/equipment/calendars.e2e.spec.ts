import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BookingBody, type DeviceBody, deviceOf, devicesOf, hours } from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

interface Opened {
  readonly id: string;
  readonly path: string;
  readonly code: string;
}

describe('calendar feeds', () => {
  let app: TestApp;
  let officer: ApiClient;
  let colleague: ApiClient;
  let stranger: ApiClient;
  let security: ApiClient;
  let drone: DeviceBody;
  let booking: BookingBody;
  beforeAll(async () => {
    app = await TestApp.start();
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    colleague = await app.as({ role: 'case_handler', unit: '东光县' });
    stranger = await app.as({ role: 'field_officer', unit: '大名县' });
    security = await app.as({ role: 'security_admin' });
    drone = await deviceOf(officer, 'mavic-3t');
    booking = (
      await officer.post<BookingBody>('/bookings', { during: hours(24, 2), purpose: '秘密事由', deviceIds: [drone.id] })
    ).body;
  });
  afterAll(() => app.stop());

  async function opened(client: ApiClient, body: object): Promise<Opened> {
    const answer = await client.post<Opened>('/calendar-feeds', body);
    expect([answer.status, answer.body.code]).toEqual([201, undefined]);
    return answer.body;
  }

  async function read(path: string, headers: Record<string, string> = {}) {
    const response = await fetch(app.url + path, { headers });
    return {
      status: response.status,
      headers: response.headers,
      text: (await response.text()).replaceAll('\r\n ', ''),
    };
  }

  it.each([
    ['a device', () => ({ about: 'device', id: drone.id })],
    ['a unit', () => ({ about: 'unit', id: officer.user.unit.id })],
    ['oneself', () => ({ about: 'person' })],
  ])('of %s show what is booked, and never why', async (_, body) => {
    const { path } = await opened(officer, body());
    const { status, headers, text } = await read(path);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(text).toContain(`UID:${booking.id}`);
    expect(text).toContain(`已预约 ${drone.assetCode}`);
    expect(text).toContain('STATUS:CONFIRMED');
    expect(text).not.toContain('秘密事由');
  });

  it('name what a booking is about, not what was swapped out of it', async () => {
    const [first, second] = (await devicesOf(officer, { kind: 'mavic-3e' })) as [DeviceBody, DeviceBody];
    const { body } = await officer.post<BookingBody>('/bookings', {
      during: hours(40, 2),
      purpose: 'x',
      deviceIds: [first.id],
    });
    await officer.post(`/bookings/${body.id}/move`, { replace: [{ deviceId: first.id, by: second.id }] });
    const mine = (await read((await opened(officer, { about: 'person' })).path)).text;
    expect(mine).toContain(`SUMMARY:已预约 ${second.assetCode}`);
    expect(mine).not.toContain(first.assetCode);
    const ofFirst = (await read((await opened(officer, { about: 'device', id: first.id })).path)).text;
    expect(ofFirst).toContain('STATUS:CANCELLED');
    expect(ofFirst).toContain(first.assetCode);
  });

  it('answer 304 while nothing changes, and rise in number when something does', async () => {
    const { path } = await opened(officer, { about: 'person' });
    const first = await read(path);
    const tag = first.headers.get('etag') ?? '';
    expect((await read(path, { 'if-none-match': tag })).status).toBe(304);
    const sequence = (text: string) => Number(/SEQUENCE:(\d+)/.exec(text)?.[1]);
    await officer.post(`/bookings/${booking.id}/extend`, { to: hours(27, 1).to });
    const second = await read(path, { 'if-none-match': tag });
    expect(second.status).toBe(200);
    expect(sequence(second.text)).toBeGreaterThan(sequence(first.text));
    await officer.post(`/bookings/${booking.id}/cancel`, {});
    const third = await read(path);
    expect(third.text).toContain('STATUS:CANCELLED');
    expect(sequence(third.text)).toBeGreaterThan(sequence(second.text));
  });

  it('are opened for what one may see, and listed and closed by who opened them', async () => {
    expect((await stranger.post('/calendar-feeds', { about: 'unit', id: officer.user.unit.id })).status).toBe(404);
    expect((await stranger.post('/calendar-feeds', { about: 'device', id: officer.user.id })).body).toMatchObject({
      code: 'DEVICE_NOT_FOUND',
    });
    expect((await officer.post('/calendar-feeds', { about: 'person', id: colleague.user.id })).status).toBe(404);
    const { id, path } = await opened(officer, { about: 'person' });
    expect((await colleague.delete(`/calendar-feeds/${id}`)).status).toBe(404);
    expect(JSON.stringify((await officer.get('/calendar-feeds')).body)).not.toContain(path.slice(-20));
    expect((await officer.delete(`/calendar-feeds/${id}`)).status).toBe(204);
    expect((await read(path)).status).toBe(404);
  });

  it('end with the account they are read for', async () => {
    const { path } = await opened(colleague, { about: 'person' });
    expect((await read(path)).status).toBe(200);
    await security.patch(`/users/${colleague.user.id}`, { state: 'suspended' });
    expect((await read(path)).status).toBe(404);
  });

  it('open nothing for a guess, and are not asked without end', async () => {
    expect((await read(`/api/v1/calendar/${'x'.repeat(43)}.ics`)).status).toBe(404);
    expect((await read('/api/v1/calendar/short.ics')).status).toBe(400);
    const { path } = await opened(officer, { about: 'person' });
    const answers = await Promise.all(Array.from({ length: 40 }, () => read(path)));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
  });
});
