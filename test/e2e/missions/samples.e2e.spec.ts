import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bringIn, PDF, photoOf } from '../../factories/files.js';
import { freshSeal, type SampleBody, sampleEntry } from '../../factories/samples.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { openCase } from '../evidence/evidence-kit.js';
import { book, hoursAhead, square } from './mission-kit.js';

describe('samples over HTTP', () => {
  let app: TestApp;
  let tester: ApiClient;
  let officer: ApiClient;

  beforeAll(async () => {
    app = await TestApp.start();
    tester = await app.as({ role: 'tester', unit: '东光县' });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
  });
  afterAll(() => app.stop());

  const take = (change: Record<string, unknown> = {}, client = tester) =>
    client.post<SampleBody>('/samples', sampleEntry(change));
  const pass = (sample: SampleBody, entry: Record<string, unknown>, client = tester, portion = 0) =>
    client.post<SampleBody>(`/samples/${sample.id}/portions/${sample.portions[portion]?.id}/hand-overs`, entry);
  const taken = async (change: Record<string, unknown> = {}) => {
    const { status, body } = await take(change);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body;
  };

  it('are kept with portions, seals, photos and the first hand of each chain', async () => {
    const photoIds = [await photoOf(tester)];
    const caseId = await openCase(await app.as({ role: 'case_handler', unit: '东光县' }));
    const sample = await taken({ photoIds, caseId, wantedItems: ['氨氮', 'COD'] });
    expect(sample.number).toMatch(/^YP-\d{6}$/);
    expect(sample).toMatchObject({ takenBy: tester.user.id, photoIds, caseId, warnings: [], drone: null });
    expect(sample.portions.map(({ part }) => part)).toEqual(['test', 'retained', 'counterpart']);
    expect(sample.portions[0]?.chain).toMatchObject([{ ordinal: 1, purpose: 'taken' }]);
    expect(sample.holding.map(({ item, state }) => [item, state])).toEqual([
      ['氨氮', 'unknown'],
      ['COD', 'unknown'],
    ]);
    expect((await tester.get<SampleBody>(`/samples/${sample.id}`)).body).toEqual(sample);
    expect((await officer.get(`/equipment-files/${photoIds[0]}/content`)).status).toBe(200);
  });

  it('say until when they keep, once somebody entered it', async () => {
    const keeper = await app.as({ role: 'equipment_manager' });
    await keeper.post('/holding-times', {
      medium: 'surface_water',
      item: 'NH3-N',
      preservation: ['cooled', 'sulphuric_acid'],
      hours: 24,
      source: '采样规范',
      confirmedBy: 'single_source',
    });
    const old = new Date(Date.now() - 25 * 3_600_000).toISOString();
    expect((await taken({ wantedItems: ['NH3-N'] })).holding[0]).toMatchObject({
      state: 'good',
      time: { version: 1, hours: 24, source: '采样规范', confirmedBy: 'single_source' },
    });
    expect((await taken({ wantedItems: ['NH3-N'], takenAt: old })).holding[0]?.state).toBe('over');
    expect((await taken({ wantedItems: ['NH3-N'], preservation: ['cooled'] })).holding[0]?.state).toBe('unknown');
  });

  it('warn of what a later dispute would ask for', async () => {
    const sample = await taken({ portions: [{ part: 'test', container: 'P', sealNumber: freshSeal() }] });
    expect(sample.warnings).toEqual(['no_retained_portion', 'no_counterpart_portion', 'no_photo']);
  });

  it.each<readonly [string, () => Promise<Record<string, unknown>> | Record<string, unknown>, string]>([
    ['in the future', () => ({ takenAt: hoursAhead(1, 2).from }), 'SAMPLE_IN_THE_FUTURE'],
    ['by one person twice', () => ({ second: { userId: tester.user.id } }), 'SAMPLE_SECOND_PERSON_SAME'],
    [
      'by nobody known',
      () => ({ second: { userId: '01900000-0000-7000-8000-000000000000' } }),
      'SAMPLE_PERSON_UNKNOWN',
    ],
    ['without a second person', () => ({ second: undefined }), 'VALIDATION_FAILED'],
    [
      'without a test portion',
      () => ({ portions: [{ part: 'retained', container: 'P', sealNumber: freshSeal() }] }),
      'SAMPLE_WITHOUT_TEST_PORTION',
    ],
    ['with a decimal comma', () => ({ temperatureCelsius: '4,5' }), 'READING_DECIMAL_COMMA'],
    ['from nowhere on earth', () => ({ position: { lon: 216, lat: 37 } }), 'VALIDATION_FAILED'],
    [
      'with a photo that is none',
      async () => ({ photoIds: [(await bringIn(tester, PDF, 'a.pdf')).body.id] }),
      'PHOTO_NOT_PICTURE',
    ],
    [
      'by an aircraft without its depth',
      () => ({ drone: { flightId: freshSeal(), payloadId: freshSeal() } }),
      'VALIDATION_FAILED',
    ],
  ])('are refused %s, and nothing is kept', async (_, change, code) => {
    const before = await tester.get<{ items: unknown[] }>('/samples?limit=500');
    expect((await take(await change())).body.code).toBe(code);
    expect((await tester.get<{ items: unknown[] }>('/samples?limit=500')).body.items).toHaveLength(
      before.body.items.length,
    );
  });

  it('use a seal number once, however it is spelt, also when two want it at once', async () => {
    const sealNumber = freshSeal();
    const portions = (number: string) => ({ portions: [{ part: 'test', container: 'P', sealNumber: number }] });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => take(portions(n % 2 ? sealNumber : sealNumber.toLowerCase()))),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code)).toEqual(
      Array.from({ length: 7 }, () => 'SEAL_TAKEN'),
    );
    const wide = sealNumber.replaceAll(/[!-~]/gu, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0));
    const spelt = [` ${sealNumber.slice(0, 4)} ${sealNumber.slice(4)}`, wide].map((number) => take(portions(number)));
    expect((await Promise.all(spelt)).map(({ body }) => body.code)).toEqual(['SEAL_TAKEN', 'SEAL_TAKEN']);
    const found = await tester.get<{ items: SampleBody[] }>(`/samples?seal=${encodeURIComponent(wide)}`);
    expect(found.body.items).toHaveLength(1);
    const twice = { part: 'test', container: 'P', sealNumber: freshSeal() };
    const other = { ...twice, sealNumber: `${twice.sealNumber.toLowerCase()} `.replace('-', '－') };
    expect((await take({ portions: [twice, other] })).body.code).toBe('SEAL_TWICE');
    const { body } = await tester.get<{ items: SampleBody[] }>(`/samples?seal=${sealNumber}`);
    expect(body.items).toHaveLength(1);
  });

  it('go from hand to hand, written down by one of the two', async () => {
    const sample = await taken();
    const toOfficer = { purpose: 'transport', to: { userId: officer.user.id }, sealIntact: true };
    const handler = await app.as({ role: 'case_handler', unit: '东光县' });
    expect((await pass(sample, toOfficer, handler)).body.code).toBe('SAMPLE_NOT_IN_YOUR_HANDS');
    expect((await pass(sample, toOfficer, officer)).status).toBe(201);
    expect((await pass(sample, toOfficer)).body.code).toBe('SAMPLE_NOT_IN_YOUR_HANDS');
    const toLaboratory = {
      purpose: 'laboratory',
      to: { name: '李工', organisation: '某检测中心' },
      temperatureCelsius: 4,
    };
    expect((await pass(sample, { ...toLaboratory, after: 1 }, officer)).body.code).toBe('SAMPLE_MOVED');
    const { body } = await pass(sample, { ...toLaboratory, after: 2 }, officer);
    expect(body.portions[0]?.chain.map(({ purpose }) => purpose)).toEqual(['taken', 'transport', 'laboratory']);
    expect(body.portions[1]?.chain).toHaveLength(1);
    const early = { purpose: 'return', to: { userId: tester.user.id }, at: '2026-01-01T00:00:00Z' };
    expect((await pass(sample, early)).body.code).toBe('SAMPLE_HAND_OVER_BEFORE_LAST');
    expect((await pass(sample, { purpose: 'consumed', to: { name: '李工' } })).status).toBe(201);
    expect((await pass(sample, toOfficer)).body.code).toBe('SAMPLE_CHAIN_ENDED');
  });

  it('are seen, and handed on, by whoever has a portion, as long as they have it', async () => {
    const sample = await taken();
    const courier = await app.as({ role: 'field_officer', unit: '献县' });
    const see = async () => (await courier.get(`/samples/${sample.id}`)).status;
    const listed = async () => (await courier.get<{ items: unknown[] }>('/samples')).body.items.length;
    const others = await listed();
    expect(await see()).toBe(404);
    await pass(sample, { purpose: 'transport', to: { userId: courier.user.id } });
    expect([await see(), await listed()]).toEqual([200, others + 1]);
    const onward = { purpose: 'laboratory', to: { name: '李工' } };
    expect((await pass(sample, onward, courier)).status).toBe(201);
    expect([await see(), await listed()]).toEqual([404, others]);
  });

  it('have one next hand, however many reach for a portion at once', async () => {
    const sample = await taken();
    const entry = { purpose: 'transport', to: { name: '甲' }, after: 1 };
    const answers = await Promise.all(Array.from({ length: 6 }, () => pass(sample, entry)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'SAMPLE_MOVED')).toHaveLength(5);
  });

  it('are in one pair of hands, however many the holder gives a portion to at once', async () => {
    const sample = await taken();
    const people = [
      officer,
      ...(await Promise.all(['case_handler', 'commander'].map((role) => app.as({ role, unit: '东光县' })))),
    ];
    const answers = await Promise.all(
      people.map(({ user }) => pass(sample, { purpose: 'transport', to: { userId: user.id } })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'SAMPLE_NOT_IN_YOUR_HANDS')).toHaveLength(people.length - 1);
    const { body } = await tester.get<SampleBody>(`/samples/${sample.id}`);
    expect(body.portions[0]?.chain.map(({ ordinal }) => ordinal)).toEqual([1, 2]);
  });

  it('are split once under one key, however often it is sent at the same moment', async () => {
    const entry = sampleEntry();
    const key = freshSeal();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => tester.post<SampleBody>('/samples', entry, { 'idempotency-key': key })),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made.length).toBeGreaterThan(0);
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ status }) => status !== 201).every(({ status }) => status === 409)).toBe(true);
    const seal = made[0]?.body.portions[0]?.sealNumber ?? '';
    const { body } = await tester.get<{ items: SampleBody[] }>(`/samples?seal=${seal}`);
    expect(body.items).toHaveLength(1);
    expect((await tester.get<SampleBody>(`/samples/${made[0]?.body.id}`)).body.portions).toHaveLength(3);
  });

  it('take seals that others want in another order, each number once', async () => {
    const portion = (sealNumber: string) => ({ part: 'test', container: 'P', sealNumber });
    for (let round = 0; round < 5; round += 1) {
      const seals = [freshSeal(), freshSeal(), freshSeal()];
      const answers = await Promise.all(
        [seals, seals.toReversed(), seals, seals.toReversed()].map((numbers) =>
          take({ portions: numbers.map(portion) }),
        ),
      );
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409]);
      expect(answers.filter(({ body }) => body.code === 'SEAL_TAKEN')).toHaveLength(3);
    }
  });

  it('give one new seal number to one portion, also when a new sample wants it at that moment', async () => {
    const sample = await taken();
    const again = (portion: number, newSealNumber: string) => {
      const entry = {
        purpose: 'storage',
        to: { userId: tester.user.id },
        breakSeal: { reason: '分样' },
        newSealNumber,
      };
      return pass(sample, entry, tester, portion);
    };
    const number = freshSeal();
    const fresh = take({ portions: [{ part: 'test', container: 'P', sealNumber: number }] });
    const answers = await Promise.all([again(0, number), again(1, number.toLowerCase()), again(2, number), fresh]);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'SEAL_TAKEN')).toHaveLength(3);
    const { body } = await tester.get<SampleBody>(`/samples/${sample.id}`);
    const lost = body.portions.filter(({ sealNumber }) => sealNumber?.toUpperCase() !== number.toUpperCase());
    expect(lost.every(({ chain, seals }) => chain.length === 1 && seals.length === 1)).toBe(true);
  });

  it('tell where the chain was written down by a third, and where a seal was found broken', async () => {
    const sample = await taken();
    await pass(sample, { purpose: 'laboratory', to: { name: '李工' } });
    const onward = await pass(sample, { purpose: 'storage', to: { name: '赵工' } });
    expect(onward.body.warnings).toEqual(['no_photo', 'custody_gap']);
    const back = await pass(sample, { purpose: 'return', to: { userId: tester.user.id }, sealIntact: false });
    expect(back.body.warnings).toEqual(['no_photo', 'custody_gap', 'seal_found_broken']);
  });

  it('are opened with a reason, and sealed anew under another number', async () => {
    const sample = await taken();
    const open = { purpose: 'testing', to: { userId: tester.user.id } };
    expect((await pass(sample, { ...open, newSealNumber: freshSeal() })).body.code).toBe('SEAL_STILL_WHOLE');
    const opened = await pass(sample, { ...open, breakSeal: { reason: '现场快检' } });
    expect(opened.body.portions[0]).toMatchObject({ sealNumber: null, seals: [{ brokenReason: '现场快检' }] });
    expect((await pass(sample, { ...open, breakSeal: { reason: '再次' } })).body.code).toBe('SEAL_NOT_WHOLE');
    const number = freshSeal();
    const sealed = await pass(sample, { ...open, purpose: 'storage', newSealNumber: number });
    expect(sealed.body.portions[0]).toMatchObject({ sealNumber: number });
    expect(sealed.body.portions[0]?.seals).toHaveLength(2);
    expect((await pass(sample, { ...open, breakSeal: { reason: 'x' }, newSealNumber: number })).body.code).toBe(
      'SEAL_TAKEN',
    );
    expect((await tester.get<SampleBody>(`/samples/${sample.id}`)).body.portions[0]?.sealNumber).toBe(number);
  });

  it('name payload, depth, bottle and flight when an aircraft took them', async () => {
    const pilot = await app.as({ role: 'pilot', unit: '东光县' });
    const during = hoursAhead(0.1, 2);
    const drone = await book(pilot, 'category=uav', during);
    const payload = (await pilot.get<{ items: { id: string }[] }>('/devices?category=payload&limit=1')).body.items[0];
    const planned = await pilot.post<{ id: string }>('/flights', {
      deviceId: drone.id,
      pilotId: pilot.user.id,
      purpose: '河心取样',
      during,
      volumes: [{ geometry: square(116.5, 37.8, 0.01), lowerMetres: 0, upperMetres: 60 }],
    });
    expect(planned.status).toBe(201);
    const flown = { flightId: planned.body.id, payloadId: payload?.id, depthMetres: 0.5, bottle: '2' };
    expect(await taken({ drone: flown })).toMatchObject({
      drone: { ...flown, outsideFlight: true },
      warnings: ['no_photo', 'outside_flight'],
    });
    expect((await take({ drone: { ...flown, payloadId: drone.id } })).body.code).toBe('SAMPLE_PAYLOAD_NOT_PAYLOAD');
    await pilot.post(`/flights/${planned.body.id}/cancel`, {});
    expect((await take({ drone: flown })).body.code).toBe('SAMPLE_FLIGHT_NOT_FLOWN');
    const stranger = await app.as({ role: 'tester', unit: '献县' });
    expect((await take({ drone: flown }, stranger)).body.code).toBe('SAMPLE_FLIGHT_UNKNOWN');
  });

  it('are seen by the own unit and those above, not beside, and listed by place', async () => {
    const sample = await taken({ position: { lon: 114.123, lat: 36.123 } });
    const statusFor = async (role: string, unit?: string) =>
      (await (await app.as({ role, unit })).get(`/samples/${sample.id}`)).status;
    expect(await statusFor('commander', '沧州市人民检察院')).toBe(200);
    expect(await statusFor('tester', '献县')).toBe(404);
    expect(await statusFor('system_admin')).toBe(403);
    const near = await tester.get<{ features: { id: string }[] }>('/samples?bbox=114.1,36.1,114.2,36.2&f=geojson');
    expect(near.body.features.map(({ id }) => id)).toEqual([sample.id]);
  });
});
