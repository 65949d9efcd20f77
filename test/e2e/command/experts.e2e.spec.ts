import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ledgerForm } from '../../factories/ledger.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly unitId: string;
  readonly institutionId: string | null;
  readonly institutionName: string | null;
  readonly fields: readonly string[];
  readonly active: boolean;
  readonly code?: string;
}
interface Imported {
  readonly code?: string;
  readonly digest: string;
  readonly created: number;
  readonly replaced: number;
  readonly unchanged: number;
  readonly errorCount: number;
  readonly errors: readonly { readonly row: number; readonly column: string | null; readonly code: string }[];
}

const HEAD = '类别,名称,所属机构,专业领域,职称,联系方式,在用';
const FILE = [HEAD, '机构,河北省环科院,,水,,,', '专家,张三,河北省环科院,水;土壤,研究员,+86 311 1234567,是'].join('\n');

let app: TestApp;
let admin: ApiClient;
let reader: ApiClient;
let otherAdmin: ApiClient;
beforeAll(async () => {
  app = await TestApp.start();
  admin = await app.as({ role: 'system_admin' });
  otherAdmin = await app.as({ role: 'commander', unit: '沧州市人民检察院' });
  reader = await app.as({ role: 'field_officer', unit: '大名县' });
}, 120_000);
afterAll(() => app?.stop());

const bring = (client: ApiClient, file: string, metadata: Record<string, unknown>) =>
  client.post<Imported>('/experts/import', ledgerForm(file, metadata));
const named = async (q: string) =>
  (await reader.get<{ items: Entry[] }>(`/experts?q=${encodeURIComponent(q)}`)).body.items;

describe('experts and institutions', () => {
  it('are seen by every unit and kept by the one that entered them', async () => {
    const institution = await admin.post<Entry>('/institutions', { name: '沧州水文站', fields: ['water'] });
    expect(institution.status).toBe(201);
    const institutionId = institution.body.id;
    const entered = await admin.post<Entry>('/experts', { name: '李四', institutionId, fields: ['soil', 'water'] });
    expect(entered.body).toMatchObject({ institutionName: '沧州水文站', fields: ['water', 'soil'], active: true });
    const path = `/experts/${entered.body.id}`;
    expect((await reader.get<Entry>(path)).body).toEqual(entered.body);
    expect((await reader.send<Entry>('PATCH', path, { title: 'x' })).status).toBe(403);
    expect((await otherAdmin.send<Entry>('PATCH', path, { title: 'x' })).body.code).toBe('FORBIDDEN');
    const changed = await admin.send<Entry>('PATCH', path, { active: false, institutionId: null });
    expect(changed.body).toMatchObject({ name: '李四', institutionId: null, institutionName: null, active: false });
    const listed = await reader.get<{ items: Entry[] }>('/experts?active=true&field=soil');
    expect(listed.body.items.map(({ name }) => name)).not.toContain('李四');
  });

  it.each([
    ['without a field', { name: '甲', fields: [] }, 'VALIDATION_FAILED'],
    ['in a field of no list', { name: '甲', fields: ['magic'] }, 'VALIDATION_FAILED'],
    ['with a blank name', { name: ' ', fields: ['air'] }, 'VALIDATION_FAILED'],
    ['with a NUL in the name', { name: 'a\0', fields: ['air'] }, 'VALIDATION_FAILED'],
    ['of another unit', { name: '甲', fields: ['air'], unitId: 'x' }, 'VALIDATION_FAILED'],
    [
      'at an institution nobody entered',
      { name: '甲', fields: ['air'], institutionId: '018f2f6e-7c11-7cc3-98c4-dc0c0c07398f' },
      'INSTITUTION_UNKNOWN',
    ],
  ])('are refused %s', async (_, body, code) => {
    expect((await admin.post<Entry>('/experts', body)).body.code).toBe(code);
  });

  it('are entered once, whoever of two comes first', async () => {
    const body = { name: '同名', fields: ['air'] };
    const answers = await Promise.all([1, 2, 3].map(() => admin.post<Entry>('/experts', body)));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409, 409]);
    expect(answers.flatMap(({ body: { code } }) => code ?? [])).toEqual(['EXPERT_EXISTS', 'EXPERT_EXISTS']);
    const houses = await Promise.all([1, 2].map(() => admin.post<Entry>('/institutions', { name: '同名院' })));
    expect(houses.map(({ body: { code } }) => code ?? 'entered').sort()).toEqual(['INSTITUTION_EXISTS', 'entered']);
    expect((await otherAdmin.post<Entry>('/experts', body)).status).toBe(201);
  });
});

describe('a file of them', () => {
  it('is said first, taken over then, and changes nothing the second time', async () => {
    const dry = await bring(admin, FILE, { mode: 'dry_run' });
    expect(dry.body).toMatchObject({ created: 2, unchanged: 0, errorCount: 0 });
    expect(await named('张三')).toEqual([]);
    const { digest } = dry.body;
    expect((await bring(admin, `${FILE}\n`, { mode: 'apply', digest })).body.code).toBe('REGISTER_FILE_CHANGED');
    expect((await bring(admin, FILE, { mode: 'apply', digest })).body).toMatchObject({ created: 2 });
    expect((await bring(admin, FILE, { mode: 'apply' })).body).toMatchObject({ created: 0, replaced: 0, unchanged: 2 });
    expect(await named('张三')).toMatchObject([{ institutionName: '河北省环科院', fields: ['water', 'soil'] }]);
    expect((await bring(admin, FILE.replace('研究员', '院士'), { mode: 'apply' })).body).toMatchObject({ replaced: 1 });
  });

  it('twice at once is taken over once', async () => {
    const file = [HEAD, '机构,并发院,,,,,', '专家,并发,并发院,水,,,'].join('\n');
    const answers = await Promise.all([1, 2].map(() => bring(otherAdmin, file, { mode: 'apply' })));
    expect(answers.map(({ body }) => body.created).sort((a, b) => a - b)).toEqual([0, 2]);
  });

  it('with faults names row and code, and is not taken over in part', async () => {
    const file = [HEAD, '专家,好人,,水,,,', '专家,=cmd(),,水,,,', '专家,丙,无此院,水,,,', '专家,好人,,空气,,,'].join(
      '\n',
    );
    const dry = await bring(admin, file, { mode: 'dry_run' });
    expect(dry.body.errors.map(({ row, code }) => [row, code])).toEqual([
      [3, 'REGISTER_CELL_FORMULA'],
      [4, 'REGISTER_INSTITUTION_MISSING'],
      [5, 'REGISTER_CELL_NOT_CHOICE'],
    ]);
    const applied = await bring(admin, file, { mode: 'apply' });
    expect([applied.status, applied.body.code]).toEqual([422, 'REGISTER_IMPORT_REFUSED']);
    expect(await named('好人')).toEqual([]);
  });

  it.each([
    ['a file without rows', HEAD, 'REGISTER_FILE_EMPTY'],
    ['a file without kinds', '名称,专业领域\n甲,水', 'REGISTER_COLUMNS_MISSING'],
    ['a file with two names', `${HEAD},name\n专家,甲,,水,,,,乙`, 'REGISTER_COLUMN_TWICE'],
    [
      'too many rows',
      [HEAD, ...Array.from({ length: 5_001 }, (_, n) => `专家,甲${n},,水,,,`)].join('\n'),
      'REGISTER_FILE_TOO_LONG',
    ],
  ])('is refused as %s', async (_, file, code) => {
    expect((await bring(admin, file, { mode: 'dry_run' })).body.code).toBe(code);
  });

  it('is nobody’s to bring who does not keep the register', async () => {
    expect((await bring(reader, FILE, { mode: 'dry_run' })).status).toBe(403);
  });
});
