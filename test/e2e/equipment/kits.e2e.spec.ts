import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PageBody } from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

interface Kit {
  readonly code: string;
  readonly version: number;
  readonly openLifeDays: number | null;
  readonly lots: readonly { readonly lotNumber: string }[];
  readonly errors: readonly { readonly path: string }[];
  readonly attributes: Record<string, unknown>;
}

const KIT = {
  code: 'nitrite-tubes',
  category: 'reagent',
  nameZh: '亚硝酸盐试管',
  nameEn: 'Nitrite tubes',
  measure: 'test',
  deviceKindCode: 'water-photometer',
  openLifeDays: 30,
  storage: { minCelsius: 2, maxCelsius: 8 },
  parts: [
    { nameZh: '试管', nameEn: 'Tube', quantity: 1, required: true },
    { nameZh: '标准色卡', nameEn: 'Colour card', quantity: 1, required: false },
  ],
  attributeSchema: {
    type: 'object',
    properties: { maker: { type: 'string', 'x-title-zh': '厂家', maxLength: 50 } },
    required: ['maker'],
  },
};

describe('kits of consumables', () => {
  let app: TestApp;
  let province: ApiClient;
  let county: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    province = await app.as({ role: 'equipment_manager' });
    county = await app.as({ role: 'equipment_manager', unit: '东光县' });
  });
  afterAll(() => app.stop());

  const change = (body: Record<string, unknown>, client = province) => client.patch<Kit>('/kits/nitrite-tubes', body);
  const receive = (over: Record<string, unknown> = {}) =>
    county.post<Kit>('/lots', {
      kitCode: KIT.code,
      lotNumber: 'N-1',
      expiresOn: '2099-12-31',
      quantity: 5,
      attributes: { maker: '哈希' },
      ...over,
    });

  it('are added by the first unit, once also by several people at the same time', async () => {
    expect((await county.post('/kits', KIT)).status).toBe(403);
    const answers = await Promise.all([1, 2, 3].map(() => province.post<Kit & { code: string }>('/kits', KIT)));
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['201', '409', '409']);
    const added = answers.find(({ status }) => status === 201);
    expect(added?.body).toEqual({
      ...KIT,
      attributeSchema: { ...KIT.attributeSchema, additionalProperties: false },
      version: 1,
    });
    expect((await county.get<Kit>('/kits/nitrite-tubes')).body).toEqual(added?.body);
    expect((await county.get<Kit>('/kits/no-such-kit')).body.code).toBe('KIT_NOT_FOUND');
  });

  it('are listed by code, page by page', async () => {
    const all = await county.get<PageBody<Kit>>('/kits?limit=200');
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { body: PageBody<Kit> } = await county.get(`/kits?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.body.items.map(({ code }) => code));
      cursor = page.body.nextCursor;
    }
    expect(seen).toEqual(all.body.items.map(({ code }) => code));
    const found = await county.get<PageBody<Kit>>('/kits?category=sampling');
    expect(found.body.items.map(({ code }) => code)).toEqual(['soil-bag']);
    expect((await county.get('/kits?cursor=xyz')).status).toBe(400);
  });

  it('say which fields their lots have', async () => {
    const bare = await receive({ attributes: {} });
    expect([bare.status, bare.body.code, bare.body.errors.map(({ path }) => path)]).toEqual([
      422,
      'LOT_ATTRIBUTES_INVALID',
      ['attributes.maker'],
    ]);
    const lot = await receive();
    expect([lot.status, lot.body.attributes, lot.body.openLifeDays]).toEqual([201, { maker: '哈希' }, 30]);
    const narrowed = await change({
      version: 1,
      attributeSchema: { type: 'object', properties: { maker: { type: 'string', maxLength: 1 } } },
    });
    expect([narrowed.status, narrowed.body.code, narrowed.body.lots.map(({ lotNumber }) => lotNumber)]).toEqual([
      409,
      'KIT_SCHEMA_VIOLATED',
      ['N-1'],
    ]);
  });

  it('are changed on the version that was read, and null takes a value away', async () => {
    expect((await change({ openLifeDays: 5 })).body.code).toBe('VERSION_REQUIRED');
    expect((await change({ version: 1, openLifeDays: 5 }, county)).status).toBe(403);
    const answers = await Promise.all([5, 6].map((openLifeDays) => change({ version: 1, openLifeDays })));
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409']);
    const { body } = await change({ version: 2, openLifeDays: null, storage: null, deviceKindCode: null, parts: [] });
    expect(body).toMatchObject({ version: 3, openLifeDays: null, storage: null, deviceKindCode: null, parts: [] });
    expect((await change({ version: 3 })).status).toBe(400);
    expect((await change({ version: 3, deviceKindCode: 'no-such-kind' })).body.code).toBe('DEVICE_KIND_UNKNOWN');
    expect((await change({ version: 3, storage: { minCelsius: 9, maxCelsius: 2 } })).status).toBe(400);
  });
});
