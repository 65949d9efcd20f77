import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { hoursAhead } from './mission-kit.js';

describe('method cards', () => {
  let app: TestApp;
  let tester: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    tester = await app.as({ role: 'tester', unit: '东光县' });
  });
  afterAll(() => app.stop());

  const card = (change: Record<string, unknown> = {}) => ({
    nameZh: '总磷快检',
    nameEn: 'Phosphorus',
    kitCode: 'phosphorus-reagent',
    deviceKindCode: 'water-photometer',
    items: ['TP'],
    principle: 'colorimetry',
    unit: 'mg/L',
    detectionLimit: 0.01,
    readWindow: { fromSeconds: 300, toSeconds: 600 },
    steps: [{ zh: '加样', en: 'Add', starts: true }],
    source: '说明书第3版',
    ...change,
  });

  it('book instrument, kit and tester together, with the lots kept', async () => {
    const cards = await tester.get<{ items: { id: string; code: string }[] }>('/method-cards?kit=cod-vials');
    const id = cards.body.items[0]?.id;
    const during = hoursAhead(48, 50);
    const wish = { during, purpose: '排污口快检', tests: 3, testerId: tester.user.id };
    const book = (change: Record<string, unknown> = {}) =>
      tester.post<{
        id: string;
        code: string;
        lots: { kitCode: string; quantity: number; state: string }[];
        people: { id: string; capacity: string }[];
      }>(`/method-cards/${id}/bookings`, { ...wish, ...change });
    const booked = await book();
    expect(booked.status).toBe(201);
    // One more for the blank that the card requires.
    expect(booked.body.lots.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(4);
    expect(booked.body.lots.every(({ kitCode, state }) => kitCode === 'cod-vials' && state === 'reserved')).toBe(true);
    expect(booked.body.people).toMatchObject([{ id: tester.user.id, capacity: 'tester' }]);
    expect((await book()).body.code).toBe('PERSON_BUSY');
    expect((await book({ during: hoursAhead(96, 98), tests: 1000 })).body.code).toBe('LOT_SHORT');
    expect((await book({ during: { from: during.to, to: during.from } })).body.code).toBe('PERIOD_INVERTED');
  });

  it('are versions, of which a run keeps the one it followed', async () => {
    const keeper = await app.as({ role: 'equipment_manager' });
    const put = (change: Record<string, unknown> = {}, code = 'phosphorus-photometer') =>
      keeper.post<{ code: string; version: number }>('/method-cards', { code, ...card(change) });
    expect((await put({ version: 1 })).body).toMatchObject({ version: 2 });
    expect((await put({ version: 1 })).body.code).toBe('METHOD_CARD_CHANGED');
    expect((await put({ kitCode: 'no-such-kit' })).body.code).toBe('METHOD_CARD_KIT_UNKNOWN');
    expect((await put({ deviceKindCode: 'no-such-kind' })).body.code).toBe('METHOD_CARD_DEVICE_KIND_UNKNOWN');
    expect((await put({ steps: [{ zh: '一', en: 'one' }] })).body.code).toBe('METHOD_CARD_WINDOW_WITHOUT_START');
    expect((await put({ unit: undefined })).status).toBe(400);
    const history = await tester.get<{ items: unknown[] }>('/method-cards?kit=phosphorus-reagent&history=true');
    expect(history.body.items).toHaveLength(2);
    expect((await tester.post('/method-cards', { code: 'x1', ...card() })).status).toBe(403);
  });
});
