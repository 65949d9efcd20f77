import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type BookingBody,
  type CheckOutBody,
  type DeviceBody,
  devicesOf,
  type PageBody,
  type ProblemBody,
  fromNow,
} from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

describe('a batch of codes', () => {
  let app: TestApp;
  let officer: ApiClient;
  let stranger: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    stranger = await app.as({ role: 'field_officer', unit: '大名县' });
  });
  afterAll(() => app.stop());

  interface LineBody {
    readonly code: string;
    readonly ok: boolean;
    readonly error?: { readonly code: string; readonly conflicts?: readonly unknown[] };
  }
  interface BatchBody extends ProblemBody {
    readonly items: readonly { readonly code: string; readonly checkOut: CheckOutBody }[];
    readonly lines: readonly LineBody[];
  }
  const batch = (body: unknown, client = officer) => client.post<BatchBody>('/check-outs/batch', body);
  const openNow = async () =>
    (await officer.get<PageBody<CheckOutBody>>('/check-outs?open=true&mine=true')).body.items.length;

  it('leaves as a whole: two of a booking now, the third later, each back on its own', async () => {
    const [one, two, three] = (await devicesOf(officer, { kind: 'matrice-30t' })) as [
      DeviceBody,
      DeviceBody,
      DeviceBody,
    ];
    const during = { from: fromNow(0.5), to: fromNow(6) };
    const booked = await officer.post<BookingBody>('/bookings', {
      during,
      purpose: 'Survey',
      deviceIds: [one.id, two.id, three.id],
    });
    const bookingId = booked.body.id;
    const out = await batch({ codes: [one.assetCode, two.assetCode.toLowerCase()], bookingId });
    expect(out.status).toBe(201);
    expect(out.body.items.map(({ code }) => code)).toEqual([one.assetCode, two.assetCode.toLowerCase()]);
    const lines = async () => {
      const { body } = await officer.get<BookingBody>(`/bookings/${bookingId}`);
      return [body.state, ...body.devices.map(({ state }) => state)];
    };
    expect(await lines()).toEqual(['out', 'out', 'out', 'reserved']);
    const later = await officer.post<CheckOutBody>('/check-outs', { deviceId: three.id, bookingId });
    expect(later.status).toBe(201);
    const ids = [...out.body.items.map(({ checkOut }) => checkOut.id), later.body.id];
    const states: string[][] = [];
    for (const id of ids) {
      expect((await officer.post(`/check-outs/${id}/hand-back`)).status).toBe(200);
      states.push(await lines());
    }
    expect(states).toEqual([
      ['out', 'returned', 'out', 'out'],
      ['out', 'returned', 'returned', 'out'],
      ['returned', 'returned', 'returned', 'returned'],
    ]);
  });

  it('stays as a whole when one line cannot leave, with a result for each line', async () => {
    const [mine, theirs, booked] = (await devicesOf(officer, { kind: 'mavic-3e' })) as [
      DeviceBody,
      DeviceBody,
      DeviceBody,
    ];
    await stranger.post('/check-outs', { deviceId: theirs.id });
    await stranger.post('/bookings', {
      during: { from: fromNow(0), to: fromNow(2) },
      purpose: 'Theirs',
      deviceIds: [booked.id],
    });
    const before = await openNow();
    const codes = [mine.assetCode, theirs.assetCode, booked.assetCode, `${mine.assetCode}-RC`, 'HB-NONE-1'];
    const refused = await batch({ codes });
    expect([refused.status, refused.body.code]).toEqual([409, 'BATCH_REFUSED']);
    expect(refused.body.lines.map(({ code, ok, error }) => [code, ok, error?.code])).toEqual([
      [mine.assetCode, true, undefined],
      [theirs.assetCode, false, 'DEVICE_ALREADY_OUT'],
      [booked.assetCode, false, 'BOOKING_CONFLICT'],
      [`${mine.assetCode}-RC`, false, 'DEVICE_NAMED_TWICE'],
      ['HB-NONE-1', false, 'DEVICE_NOT_FOUND'],
    ]);
    expect(refused.body.lines[2]?.error?.conflicts).toHaveLength(1);
    expect(await openNow()).toBe(before);
    expect((await batch({ codes: [mine.assetCode] })).status).toBe(201);
  });

  it('is refused whole for a booking that is not there', async () => {
    const refused = await batch({ codes: ['HB-NONE-1'], bookingId: officer.user.id });
    expect([refused.status, refused.body.code]).toEqual([404, 'NOT_FOUND']);
  });

  it('answers a stranger’s booking like one that is not there', async () => {
    const [device] = (await devicesOf(stranger, { kind: 'sound-level' })) as [DeviceBody];
    const wish = { during: { from: fromNow(0.5), to: fromNow(6) }, purpose: 'Noise', deviceIds: [device.id] };
    const theirs = await stranger.post<BookingBody>('/bookings', wish);
    expect(theirs.status).toBe(201);
    const answers = [];
    for (const bookingId of [theirs.body.id, officer.user.id]) {
      for (const codes of [[device.assetCode], ['HB-NONE-1']]) answers.push(await batch({ codes, bookingId }));
      const single = { assetCode: device.assetCode, bookingId };
      answers.push(await officer.post<ProblemBody>('/check-outs', single));
    }
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(answers.map(() => [404, 'NOT_FOUND']));
  });

  it('that shares devices with another waits for it: one leaves, the other is told, nobody meets a deadlock', async () => {
    const devices = (await devicesOf(officer, { kind: 'food-analyser' })).slice(0, 8).map(({ assetCode }) => assetCode);
    const rounds = await Promise.all(
      Array.from({ length: 10 }, (_, nth) => batch({ codes: nth % 2 ? devices : devices.toReversed() })),
    );
    const answered = rounds.map(({ status, body }) => `${status} ${body.code ?? ''}`);
    expect(answered.toSorted()).toEqual(['201 ', ...Array<string>(9).fill('409 BATCH_REFUSED')]);
  });
});
