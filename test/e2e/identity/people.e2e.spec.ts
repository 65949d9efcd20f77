import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

interface Problem {
  readonly code: string;
}
interface Listed<Item> {
  readonly items: readonly Item[];
}
interface Shift {
  readonly id: string;
  readonly person: { readonly id: string };
  readonly telephone: string;
}

const HOUR_MS = 3_600_000;
const inHours = (hours: number, now = Date.now()): string => new Date(now + hours * HOUR_MS).toISOString();
/** From one look at the clock: a period of no hours has no length. */
const between = (from: number, to: number, now = Date.now()) => ({ from: inHours(from, now), to: inHours(to, now) });

describe('licences, absences and the duty roster', () => {
  let app: TestApp;
  let manager: ApiClient;
  let pilot: ApiClient;
  let officer: ApiClient;
  let stranger: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    pilot = await app.as({ role: 'pilot', unit: '东光县' });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    stranger = await app.as({ role: 'equipment_manager', unit: '大名县' });
  });
  afterAll(() => app.stop());

  const licence = (number: string) => ({
    kind: 'pilot_licence',
    scope: 'medium',
    rating: 'bvlos',
    userId: pilot.user.id,
    number,
    validFrom: '2026-01-01',
    validUntil: '2031-12-31',
  });

  describe('a licence', () => {
    it('is recorded by the unit’s manager, once a number, and read by its holder', async () => {
      expect((await manager.post('/qualifications', licence('P-1'))).status).toBe(201);
      const again = await manager.post<Problem>('/qualifications', licence('p-1'));
      expect([again.status, again.body.code]).toEqual([409, 'QUALIFICATION_EXISTS']);
      const own = await pilot.get<Listed<{ number: string }>>(`/qualifications?userId=${pilot.user.id}`);
      expect(own.body.items.map(({ number }) => number)).toContain('P-1');
    });

    it('is no business of other units, nor recorded by its holder', async () => {
      expect((await stranger.post('/qualifications', licence('P-2'))).status).toBe(404);
      expect((await pilot.post('/qualifications', licence('P-2'))).status).toBe(403);
      const seen = await stranger.get<Listed<unknown>>(`/qualifications?userId=${pilot.user.id}`);
      expect(seen.body.items).toEqual([]);
    });

    it('is withdrawn once, with a reason', async () => {
      const { body } = await manager.post<{ id: string }>('/qualifications', licence('P-3'));
      const withdraw = () => manager.post<Problem>(`/qualifications/${body.id}/withdraw`, { reason: '吊销' });
      expect((await withdraw()).body).toMatchObject({ withdrawn: { reason: '吊销' } });
      expect((await withdraw()).body.code).toBe('QUALIFICATION_WITHDRAWN');
    });

    it.each([
      ['a class that needs none', { scope: 'light' }],
      ['an end before its beginning', { validUntil: '2025-12-31' }],
      ['a date that is none', { validFrom: '2026-02-30' }],
      ['no rating', { rating: undefined }],
    ])('is refused with %s', async (_, change) => {
      expect((await manager.post<Problem>('/qualifications', { ...licence('P-4'), ...change })).status).toBe(400);
    });
  });

  describe('an absence', () => {
    it('is said by oneself or by the unit’s manager, and taken back', async () => {
      const absence = { userId: pilot.user.id, during: between(1_000, 1_024), reason: 'leave' };
      expect((await officer.post('/absences', absence)).status).toBe(403);
      expect((await stranger.post('/absences', absence)).status).toBe(404);
      const { status, body } = await pilot.post<{ id: string }>('/absences', absence);
      expect(status).toBe(201);
      expect((await manager.post('/absences', absence)).status).toBe(201);
      const query = `/absences?userId=${pilot.user.id}&from=${inHours(999)}&to=${inHours(1_001)}`;
      expect((await officer.get<Listed<unknown>>(query)).body.items).toHaveLength(2);
      expect((await pilot.delete(`/absences/${body.id}`)).status).toBe(204);
      expect((await pilot.delete(`/absences/${body.id}`)).status).toBe(404);
    });
  });

  describe('the roster', () => {
    const shift = (from: number, to: number) => ({
      userId: officer.user.id,
      during: between(from, to),
      desk: 'command',
      telephone: '0317-7721234',
    });

    it('tells everybody who is on duty and how to reach them', async () => {
      expect((await manager.post('/roster', shift(-1, 7))).status).toBe(201);
      const { body } = await stranger.get<Listed<Shift>>(`/roster?unit=${officer.user.unit.id}`);
      expect(body.items.map(({ person, telephone }) => [person.id, telephone])).toContainEqual([
        officer.user.id,
        '0317-7721234',
      ]);
      const later = await stranger.get<Listed<Shift>>(`/roster?unit=${officer.user.unit.id}&at=${inHours(7.5)}`);
      expect(later.body.items.map(({ person }) => person.id)).not.toContain(officer.user.id);
    });

    it('never has one person on duty twice, not even when two ask at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => manager.post<Problem>('/roster', shift(2_000, 2_008))),
      );
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
        201,
        ...Array.from({ length: 7 }, () => 409),
      ]);
      expect((await manager.post('/roster', shift(2_008, 2_016))).status).toBe(201);
    });

    it('is kept by the unit’s commander and manager alone', async () => {
      expect((await officer.post('/roster', shift(3_000, 3_008))).status).toBe(403);
      expect((await stranger.post('/roster', shift(3_000, 3_008))).status).toBe(403);
      const { body } = await manager.post<Shift>('/roster', shift(3_000, 3_008));
      expect((await stranger.delete(`/roster/${body.id}`)).status).toBe(403);
      expect((await manager.delete(`/roster/${body.id}`)).status).toBe(204);
    });

    it.each([{ telephone: 'call me' }, { desk: 'bar' }, { during: between(5, 5) }])('refuses %j', async (change) => {
      expect((await manager.post('/roster', { ...shift(4_000, 4_008), ...change })).status).toBe(400);
    });
  });
});
