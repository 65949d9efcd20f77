import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '../../../src/platform/index.js';
import {
  type BookingBody,
  type CheckOutBody,
  type DeviceBody,
  devicesOf,
  type PageBody,
  type ProblemBody,
  FreshDevices,
} from '../../factories/pool.js';
import { bringIn, PDF, photoOf } from '../../factories/files.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** One transparent pixel. */
const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const PATH = 'M0 0L9 9';

interface ItemBody {
  readonly code: string;
  readonly answer: unknown;
  readonly ok: boolean | null;
  readonly expected: unknown;
}
interface DetailBody extends CheckOutBody {
  readonly signedOut: boolean;
  readonly signedIn: boolean;
  readonly batteryOutPercent: number | null;
  readonly signatures: readonly { readonly side: string; readonly moment: string; readonly form: string }[];
  readonly checklists: readonly {
    readonly moment: string;
    readonly templateVersion: number;
    readonly answeredBy: { readonly id: string };
    readonly items: readonly ItemBody[];
  }[];
}
interface RefusalBody extends ProblemBody {
  readonly items: readonly unknown[];
  readonly reason: string;
}
interface ChecklistBody {
  readonly version: number;
  readonly mandatory: boolean;
  readonly items: readonly (ItemBody & { readonly source: string | null; readonly blocks: boolean })[];
}

const DRONE_ANSWERS = [
  { code: 'batteries_counted', answer: 4 },
  { code: 'batteries_charged', answer: true },
  { code: 'memory_card', answer: 'TF-07' },
  { code: 'propellers', answer: true },
  { code: 'undamaged', answer: true },
  { code: 'registration_mark', answer: true },
  { code: 'zone_reminders', answer: true },
];
const answers = (over: Readonly<Record<string, unknown>> = {}) =>
  DRONE_ANSWERS.map((given) => ({ ...given, answer: over[given.code] ?? given.answer }));

describe('the papers of a check-out', () => {
  let app: TestApp;
  let officer: ApiClient;
  let keeper: ApiClient;
  let stranger: ApiClient;
  let province: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    [officer, keeper, stranger, province] = await Promise.all([
      app.as({ role: 'field_officer', unit: '东光县' }),
      app.as({ role: 'equipment_manager', unit: '东光县' }),
      app.as({ role: 'field_officer', unit: '大名县' }),
      app.as({ role: 'equipment_manager' }),
    ]);
  });
  afterAll(() => app.stop());

  const fresh = new FreshDevices();
  const untouched = (kind: string) => fresh.next(officer, kind);
  const checkOut = <T = DetailBody>(body: unknown) => officer.post<T>('/check-outs', body);
  const audit = (deviceId: string, action: string) =>
    app
      .get(UnitOfWork)
      .read((tx) =>
        tx.query<{ details: Record<string, unknown> }>(
          `SELECT details FROM audit_entry WHERE subject_id = $1 AND action = $2`,
          [deviceId, action],
        ),
      );

  it('are signed by both sides; the audit and the events hold digests, never a drawing', async () => {
    const device = await untouched('mavic-3e');
    const out = await checkOut({
      deviceId: device.id,
      batteryPercent: 96,
      signatures: [
        { side: 'giver', userId: keeper.user.id, name: '王管理', drawing: PNG },
        { side: 'receiver', userId: officer.user.id, name: '李取证', drawing: PATH },
      ],
    });
    expect([out.status, out.body.signedOut, out.body.batteryOutPercent]).toEqual([201, true, 96]);
    const back = await officer.post<DetailBody>(`/check-outs/${out.body.id}/hand-back`, { signature: PATH });
    expect([back.status, back.body.signedIn]).toEqual([200, true]);

    const detail = await officer.get<DetailBody>(`/check-outs/${out.body.id}`);
    expect(detail.body.signatures.map(({ side, moment, form }) => `${moment} ${side} ${form}`)).toEqual([
      'check_out giver png',
      'check_out receiver path',
      'hand_back giver path',
    ]);
    expect(JSON.stringify(detail.body)).not.toContain(PNG);
    const drawn = await keeper.get<PageBody<{ drawing: string; sha256: string; name: string }>>(
      `/check-outs/${out.body.id}/signatures`,
    );
    expect(drawn.body.items[0]).toMatchObject({ drawing: PNG, sha256: sha256(PNG), name: '王管理' });
    expect((await stranger.get(`/check-outs/${out.body.id}/signatures`)).status).toBe(404);

    const [entry] = await audit(device.id, 'equipment.checkOut');
    expect(entry?.details['signatures']).toEqual([
      { side: 'giver', userId: keeper.user.id, name: '王管理', sha256: sha256(PNG) },
      { side: 'receiver', userId: officer.user.id, name: '李取证', sha256: sha256(PATH) },
    ]);
    const told = await app
      .get(UnitOfWork)
      .read((tx) =>
        tx.query<{ text: string }>(`SELECT payload::text AS text FROM outbox WHERE aggregate = $1`, [
          `device:${device.id}`,
        ]),
      );
    expect(told).toHaveLength(2);
    expect(told.filter(({ text }) => text.includes(PATH) || text.includes('iVBOR'))).toEqual([]);
  });

  it('show the device in photos, for those who may read the check-out', async () => {
    const device = (await devicesOf(officer, { kind: 'mavic-3e', unit: province.user.unit.id }))[0] as DeviceBody;
    fresh.keep(device.id);
    const [leaving, coming] = [await photoOf(officer), await photoOf(officer)];
    const document = (await bringIn(officer, PDF, 'slip.pdf')).body.id;
    const refused = await checkOut<RefusalBody>({ deviceId: device.id, photoIds: [document] });
    expect([refused.status, refused.body.code]).toEqual([422, 'PHOTO_NOT_PICTURE']);
    const out = await checkOut({ deviceId: device.id, photoIds: [leaving] });
    await officer.post(`/check-outs/${out.body.id}/hand-back`, { photoIds: [coming] });
    const { body } = await province.get<{ photos: unknown[] }>(`/check-outs/${out.body.id}`);
    expect(body.photos).toEqual([
      expect.objectContaining({ fileId: leaving, moment: 'check_out' }),
      expect.objectContaining({ fileId: coming, moment: 'hand_back' }),
    ]);
    expect((await province.get(`/equipment-files/${leaving}/content`)).status).toBe(200);
    expect((await stranger.get(`/equipment-files/${leaving}/content`)).status).toBe(404);
  });

  it('cannot be changed or taken away, not even in the database', async () => {
    const device = await untouched('mavic-3e');
    await checkOut({ deviceId: device.id, signature: PATH });
    for (const sql of ['UPDATE custody_signature SET name = name', 'DELETE FROM custody_signature']) {
      await expect(app.get(UnitOfWork).read((tx) => tx.execute(sql))).rejects.toThrow();
    }
  });

  it.each([
    ['words for a drawing', [{ side: 'giver', name: 'x', drawing: 'signed' }], 422, 'SIGNATURE_UNREADABLE'],
    [
      'an unknown signer',
      [{ side: 'giver', userId: '018f0000-0000-7000-8000-000000000001', name: 'x', drawing: PATH }],
      422,
      'SIGNER_UNKNOWN',
    ],
    [
      'one side twice',
      [
        { side: 'giver', name: 'x', drawing: PATH },
        { side: 'giver', name: 'y', drawing: PATH },
      ],
      400,
      'VALIDATION_FAILED',
    ],
    [
      'a drawing without end',
      [{ side: 'giver', name: 'x', drawing: `M0 0${'L9 9'.repeat(60_000)}` }],
      400,
      'VALIDATION_FAILED',
    ],
  ] as const)('are refused with %s, and nothing is left of the check-out', async (_words, signatures, status, code) => {
    const device = await untouched('mavic-3e');
    const refused = await checkOut<RefusalBody>({ deviceId: device.id, signatures });
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect((await officer.get<DeviceBody>(`/devices/${device.id}`)).body.availability).toBe('free');
    expect((await officer.get<PageBody<BookingBody>>(`/bookings?deviceId=${device.id}`)).body.items).toEqual([]);
  });

  it('refuse a signature of the receiver in both fields', async () => {
    const device = await untouched('mavic-3e');
    const both = { deviceId: device.id, signature: PATH, signatures: [{ side: 'receiver', name: 'x', drawing: PATH }] };
    expect((await checkOut<RefusalBody>(both)).status).toBe(400);
  });

  it('answer a checklist, the registry’s items by itself', async () => {
    const device = await untouched('mavic-3t');
    const prepared = await officer.get<ChecklistBody>(`/devices/${device.id}/checklist?moment=check_out`);
    expect(prepared.body).toMatchObject({ version: 0, mandatory: false });
    const out = await checkOut({ deviceId: device.id, checklist: answers({ batteries_counted: 3 }) });
    expect(out.status).toBe(201);
    const [checklist] = (await officer.get<DetailBody>(`/check-outs/${out.body.id}`)).body.checklists;
    expect(checklist).toMatchObject({ moment: 'check_out', templateVersion: 0, answeredBy: { id: officer.user.id } });
    const items = new Map(checklist?.items.map((item) => [item.code, item]));
    expect(items.get('batteries_counted')).toMatchObject({ answer: 3, expected: 4, ok: false });
    expect(items.get('registration')).toMatchObject({ ok: true, answer: expect.stringMatching(/^UAS/) });
    expect(items.get('insurance_until')).toMatchObject({ ok: null, answer: null });
  });

  it('keep what the registry says of a device from those whom it does not concern', async () => {
    const [device] = await devicesOf(officer, { kind: 'mavic-3t', unit: officer.user.unit.id });
    const answerOf = async (client: ApiClient) => {
      const { body } = await client.get<ChecklistBody>(`/devices/${device?.id}/checklist?moment=check_out`);
      return body.items.find(({ code }) => code === 'registration')?.answer;
    };
    expect(await answerOf(officer)).toEqual(expect.stringMatching(/^UAS/));
    expect(await answerOf(stranger)).toBeNull();
  });

  it.each([
    ['CHECKLIST_FAILED', answers({ propellers: false })],
    ['CHECKLIST_INCOMPLETE', DRONE_ANSWERS.slice(1)],
    ['CHECKLIST_ITEM_UNKNOWN', [...DRONE_ANSWERS, { code: 'parachute', answer: true }]],
    ['CHECKLIST_ITEM_OF_REGISTRY', [...DRONE_ANSWERS, { code: 'insurance_until', answer: '2099-01-01' }]],
    ['CHECKLIST_ANSWER_INVALID', answers({ batteries_counted: 'four' })],
  ])('keep the device in: %s', async (code, checklist) => {
    const device = await untouched('mavic-3t');
    const refused = await checkOut<RefusalBody>({ deviceId: device.id, checklist });
    expect([refused.status, refused.body.code]).toEqual([422, code]);
    expect(refused.body.items).toHaveLength(1);
    expect((await officer.get<DeviceBody>(`/devices/${device.id}`)).body.availability).toBe('free');
  });

  it('follow the checklist the province writes: mandatory, version by version, one writer at a time', async () => {
    const kind = 'mavic-3m';
    const path = `/device-kinds/${kind}/checklist`;
    const item = {
      code: 'lens',
      zh: '镜头',
      en: 'Lens',
      answerType: 'yes_no',
      required: true,
      when: 'both',
      expects: true,
      blocks: false,
    };
    const change = { basedOn: 0, mandatory: true, items: [item] };
    expect((await keeper.post<RefusalBody>(path, change)).status).toBe(403);
    const both = await Promise.all([
      province.post<RefusalBody>(path, change),
      province.post<RefusalBody>(path, change),
    ]);
    expect(both.map(({ status, body }) => `${status} ${body.code ?? ''}`).toSorted()).toEqual([
      '201 ',
      '409 CHECKLIST_CHANGED',
    ]);
    const device = await untouched(kind);
    const bare = await checkOut<RefusalBody>({ deviceId: device.id });
    expect([bare.status, bare.body.code, bare.body.items]).toEqual([422, 'CHECKLIST_INCOMPLETE', ['lens']]);
    const out = await checkOut({ deviceId: device.id, checklist: [{ code: 'lens', answer: true }] });
    expect(out.status).toBe(201);
    const second = await province.post<ChecklistBody>(path, {
      basedOn: 1,
      mandatory: false,
      items: [{ ...item, zh: '镜头清洁' }],
    });
    expect(second.body.version).toBe(2);
    const [kept] = (await officer.get<DetailBody>(`/check-outs/${out.body.id}`)).body.checklists;
    expect(kept).toMatchObject({ templateVersion: 1, items: [{ zh: '镜头' }] });
  });

  it.each([
    ['an expectation of another type', { answerType: 'yes_no', expects: 'yes' }],
    ['a choice without choices', { answerType: 'choice' }],
    ['choices of what is none', { answerType: 'text', choices: ['a', 'b'] }],
  ])('refuse a checklist with %s', async (_words, over) => {
    const item = { code: 'x', zh: '项', en: 'X', required: true, when: 'both', blocks: false, ...over };
    const answer = await province.post('/device-kinds/mavic-3e/checklist', {
      basedOn: 0,
      mandatory: false,
      items: [{ ...item, code: 'item' }],
    });
    expect(answer.status).toBe(400);
  });
});
