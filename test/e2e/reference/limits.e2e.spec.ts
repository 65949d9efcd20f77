import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { csv, ledgerForm } from '../../factories/ledger.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

interface Limit {
  readonly id: string;
  readonly version: number;
  readonly value: number;
  readonly confirmedBy: string;
  readonly confirmer: string | null;
  readonly origin: string;
  readonly supersededAt: string | null;
}

interface Imported {
  readonly code: string;
  readonly digest: string;
  readonly created: number;
  readonly replaced: number;
  readonly unchanged: number;
  readonly errorCount: number;
  readonly errors: readonly { readonly row: number; readonly column: string | null; readonly code: string }[];
  readonly changes: readonly { readonly before: string | null; readonly after: string }[];
}

const HEADINGS = ['标准', '版本', '条款', '项目', '类型', '类别', '比较', '上限', '单位', '来源', '核对', '核对人'];
const COPPER = ['GB 3838-2002', '2002', 'table 1', '铜', 'quality', 'III', 'at_most'];
const copperRow = (value: string, ...confirmed: string[]) => [...COPPER, value, 'mg/L', '标准文本扫描件', ...confirmed];

describe('limits of standards', () => {
  let app: TestApp;
  let keeper: ApiClient;
  let reader: ApiClient;

  beforeAll(async () => {
    app = await TestApp.start();
    keeper = await app.as({ role: 'equipment_manager' });
    reader = await app.as({ role: 'tester', unit: '东光县' });
  });
  afterAll(() => app.stop());

  const send = (client: ApiClient, file: string, metadata: Record<string, unknown>) =>
    client.post<Imported>('/limits/import', ledgerForm(file, metadata));
  const copper = async () => {
    const { body } = await reader.get<{ items: Limit[] }>(
      '/limits?standard=GB 3838-2002&item=Cu&class=III&history=true',
    );
    return body.items;
  };

  it('ship, once, marked by how far each was confirmed', async () => {
    const { body } = await reader.get<{ items: Limit[] }>('/limits?standard=GB 3838-2002&limit=500');
    expect(body.items).toHaveLength(24 * 5);
    expect(body.items.every(({ version, origin }) => version === 1 && origin === 'shipped')).toBe(true);
    expect(
      body.items.every(({ confirmedBy, confirmer }) => (confirmedBy === 'two_copies') === (confirmer !== null)),
    ).toBe(true);
    const one = body.items[0];
    expect((await reader.get<Limit>(`/limits/${one?.id}`)).body).toEqual(one);
  });

  it('say which holds, or what must be stated first', async () => {
    const asked = async (query: string) =>
      (await reader.get<{ answer: string; limit: Limit | null; missing: string[] }>(`/limits/applicable?${query}`))
        .body;
    expect(await asked('item=氨氮&class=III')).toMatchObject({ answer: 'found', limit: { value: 1 }, missing: [] });
    expect(await asked('item=TP&class=III')).toMatchObject({ answer: 'unstated', limit: null, missing: ['waterBody'] });
    expect(await asked('standard=GB 15618-2018&item=Cd&kind=screening')).toMatchObject({
      answer: 'unstated',
      missing: ['landUse', 'ph'],
    });
    expect(await asked('standard=GB 15618-2018&item=Cd&kind=screening&landUse=paddy&ph=6')).toMatchObject({
      limit: { value: 0.4, confirmedBy: 'single_source' },
    });
  });

  it('grade a water body by its worst item', async () => {
    const values = [
      { item: 'COD', value: 18, unit: 'mg/L' },
      { item: 'NH3-N', value: 2.3, unit: 'mg/L' },
      { item: 'TN', value: 3, unit: 'mg/L' },
    ];
    const { status, body } = await reader.post('/limits/water-class', { waterBody: 'river', values });
    expect(status).toBe(200);
    expect(body).toMatchObject({ class: 'inferior_V', complete: false, decisive: ['ammonia_nitrogen'] });
  });

  it('are imported after a dry run, as a new version beside the old one', async () => {
    const file = csv(HEADINGS, copperRow('1', 'two_copies', '省院技术处'));
    const dry = await send(keeper, file, { mode: 'dry_run' });
    expect(dry).toMatchObject({ status: 200, body: { created: 0, replaced: 1, errorCount: 0 } });
    expect(dry.body.changes[0]).toMatchObject({
      before: 'at_most 1 mg/L (single_source)',
      after: 'at_most 1 mg/L (two_copies)',
    });
    expect(await copper()).toHaveLength(1);
    expect(
      (
        await send(keeper, csv(HEADINGS, copperRow('2', 'single_source', '')), {
          mode: 'apply',
          digest: dry.body.digest,
        })
      ).body.code,
    ).toBe('LIMIT_FILE_CHANGED');
    expect((await send(keeper, file, { mode: 'apply', digest: dry.body.digest })).body).toMatchObject({ replaced: 1 });
    const versions = await copper();
    expect(versions.map(({ version, confirmer }) => [version, confirmer])).toEqual([
      [1, null],
      [2, '省院技术处'],
    ]);
    expect(versions.map(({ supersededAt }) => supersededAt === null)).toEqual([false, true]);
    expect((await send(keeper, file, { mode: 'apply' })).body).toMatchObject({ replaced: 0, unchanged: 1 });
  });

  it('are imported whole or not at all, with every fault by row', async () => {
    const file = csv(
      HEADINGS,
      copperRow('3', 'single_source', ''),
      copperRow('0,05', 'single_source', ''),
      copperRow('3', 'single_source', ''),
      [...copperRow('3', 'single_source', '').slice(0, 8), '', '', 'two_copies', ''],
    );
    const refused = await send(keeper, file, { mode: 'apply' });
    expect(refused).toMatchObject({ status: 422, body: { code: 'LIMIT_IMPORT_REFUSED', errorCount: 5 } });
    expect(refused.body.errors.map(({ row, column, code }) => [row, column, code])).toEqual([
      [3, 'high', 'LIMIT_CELL_NOT_NUMBER'],
      [4, null, 'LIMIT_ROW_TWICE'],
      [5, 'confirmer', 'LIMIT_CONFIRMER_WRONG'],
      [5, 'unit', 'LIMIT_CELL_REQUIRED'],
      [5, 'source', 'LIMIT_CELL_REQUIRED'],
    ]);
    expect(await copper()).toHaveLength(2);
  });

  it.each([
    ['without a column', csv(['标准', '项目'], ['x', 'Cu']), 'LIMIT_COLUMNS_MISSING'],
    ['with a column twice', csv([...HEADINGS, 'unit'], copperRow('1', 'single_source', '')), 'LIMIT_COLUMN_TWICE'],
    ['without a row', csv(HEADINGS), 'LIMIT_FILE_EMPTY'],
  ])('refuse a file %s', async (_, file, code) => {
    expect((await send(keeper, file, { mode: 'dry_run' })).body.code).toBe(code);
  });

  it('of residues hold for the foods they name, and items on no list are told before they are taken', async () => {
    const headings = [...HEADINGS.slice(0, 5), '食品或基质', ...HEADINGS.slice(6, 11)];
    const row = [
      'GB 2763-2021',
      '2021',
      '4.1',
      '毒死蜱',
      'residue',
      '韭菜；芹菜',
      'at_most',
      '0.02',
      'mg/kg',
      '文本',
      'single_source',
    ];
    const file = csv(headings, row);
    const dry = await send(keeper, file, { mode: 'dry_run' });
    expect(dry.body).toMatchObject({ created: 1, errorCount: 0, newItems: ['毒死蜱'] });
    expect((await send(keeper, file, { mode: 'apply', digest: dry.body.digest })).status).toBe(200);
    const asked = async (query: string) =>
      (
        await reader.get<{ answer: string; missing: string[] }>(
          `/limits/applicable?standard=GB 2763-2021&item=毒死蜱${query}`,
        )
      ).body;
    expect(await asked('')).toMatchObject({ answer: 'unstated', missing: ['matrix'] });
    expect(await asked('&matrix=韭菜')).toMatchObject({ answer: 'found', limit: { value: 0.02 } });
    expect(await asked('&matrix=苹果')).toMatchObject({ answer: 'none' });
  });

  it('are taken over by the thousand', async () => {
    const rows = Array.from({ length: 3_000 }, (_, at) => [
      'GB 0000-2026',
      '2026',
      `表${at}`,
      ...COPPER.slice(3),
      '1',
      'mg/L',
      '文本',
      'single_source',
      '',
    ]);
    expect((await send(keeper, csv(HEADINGS, ...rows), { mode: 'apply' })).body).toMatchObject({ created: 3_000 });
  });

  it('are numbered without a gap however many import at once', async () => {
    const values = ['4', '5', '6', '7', '8', '9'];
    const answers = await Promise.all(
      values.map((value) => send(keeper, csv(HEADINGS, copperRow(value, 'single_source', '')), { mode: 'apply' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(values.map(() => 200));
    const versions = await copper();
    expect(versions.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(versions.filter(({ supersededAt }) => supersededAt === null)).toHaveLength(1);
  });

  it.each(['csv', 'xlsx'])('come out as %s and go in again without changing anything', async (form) => {
    const response = await fetch(`${reader.url}/api/v1/limits/file?f=${form}`, {
      headers: { authorization: `Bearer ${reader.token}` },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toContain(`.${form}`);
    const body = new FormData();
    body.set('metadata', JSON.stringify({ mode: 'apply' }));
    body.set('file', new Blob([await response.arrayBuffer()]), `limits.${form}`);
    const { body: items } = await reader.get<{ items: Limit[] }>('/limits?limit=500');
    const taken = await keeper.post<Imported & { rows: number }>('/limits/import', body);
    expect(taken.body).toMatchObject({ created: 0, replaced: 0, errorCount: 0, errors: [], changes: [] });
    expect(taken.body.unchanged).toBe(taken.body.rows);
    expect(taken.body.rows).toBeGreaterThan(24 * 5);
    expect((await reader.get<{ items: Limit[] }>('/limits?limit=500')).body).toEqual(items);
  });

  it('are imported by people of the first unit alone', async () => {
    const file = csv(HEADINGS, copperRow('1', 'single_source', ''));
    expect(
      (await send(await app.as({ role: 'equipment_manager', unit: '东光县' }), file, { mode: 'dry_run' })).status,
    ).toBe(403);
    expect((await send(await app.as({ role: 'commander' }), file, { mode: 'dry_run' })).status).toBe(403);
  });

  describe('how long samples keep', () => {
    const time = (change: Record<string, unknown> = {}) => ({
      medium: 'surface_water',
      item: '氨氮',
      preservation: ['sulphuric_acid', 'cooled'],
      hours: 24,
      source: '采样规范',
      confirmedBy: 'single_source',
      ...change,
    });

    it('is entered as versions, and known by whatever order of preservation', async () => {
      const first = await keeper.post('/holding-times', time());
      expect(first).toMatchObject({ status: 201, body: { version: 1, preservation: 'cooled+sulphuric_acid' } });
      const again = await keeper.post(
        '/holding-times',
        time({ preservation: ['cooled', 'sulphuric_acid'], hours: 48 }),
      );
      expect(again.body).toMatchObject({ version: 2, hours: 48, item: 'ammonia_nitrogen' });
      const { body } = await reader.get<{ items: unknown[] }>('/holding-times?item=NH3-N');
      expect(body.items).toEqual([again.body]);
    });

    const HEAD = ['介质', '项目', '保存方式', '保存期小时', '来源', '核对', '核对人'];
    const load = (file: string, metadata: Record<string, unknown>, client = keeper) =>
      client.post<Imported>('/holding-times/import', ledgerForm(file, metadata));
    const of = async (item: string) =>
      (await reader.get<{ items: Readonly<Record<string, unknown>>[] }>(`/holding-times?item=${item}`)).body.items;

    it('is imported after a dry run, each changed row as a new version', async () => {
      const file = csv(
        HEAD,
        ['surface_water', 'TP', 'sulphuric_acid；cooled', '24', '采样规范', 'single_source', ''],
        ['groundwater', 'TP', 'none', '0.5', '采样规范', 'two_copies', '省院技术处'],
      );
      const dry = await load(file, { mode: 'dry_run' });
      expect(dry).toMatchObject({ status: 200, body: { created: 2, replaced: 0, errorCount: 0 } });
      expect(await of('TP')).toEqual([]);
      const other = file.replace('0.5', '0.6');
      expect((await load(other, { mode: 'apply', digest: dry.body.digest })).body.code).toBe('LIMIT_FILE_CHANGED');
      expect((await load(file, { mode: 'apply', digest: dry.body.digest })).body).toMatchObject({ created: 2 });
      expect((await load(file, { mode: 'apply' })).body).toMatchObject({ created: 0, replaced: 0, unchanged: 2 });
      const changed = await load(other, { mode: 'apply' });
      expect(changed.body).toMatchObject({ replaced: 1, unchanged: 1 });
      expect(changed.body.changes).toMatchObject([{ before: '0.5 h (two_copies)', after: '0.6 h (two_copies)' }]);
      expect(await of('TP')).toMatchObject([
        { preservation: 'cooled+sulphuric_acid', version: 1, hours: 24 },
        { medium: 'groundwater', version: 2, hours: 0.6, confirmer: '省院技术处' },
      ]);
    });

    it('is imported whole or not at all, with every fault by row', async () => {
      const row = () => ['air', 'SO2', 'none', '24', '规范', 'single_source', ''];
      const refused = await load(
        csv(
          HEAD,
          row(),
          row(),
          ['air', 'NO2', 'none；cooled', '2,5', '规范', 'single_source', ''],
          ['sky', 'NO2', 'iced', '0', '', 'two_copies', ''],
        ),
        { mode: 'apply' },
      );
      expect(refused).toMatchObject({ status: 422, body: { code: 'LIMIT_IMPORT_REFUSED' } });
      expect(refused.body.errors.map(({ row: nth, column, code }) => [nth, column, code])).toEqual([
        [3, null, 'LIMIT_ROW_TWICE'],
        [4, 'preservation', 'LIMIT_PRESERVATION_WRONG'],
        [4, 'hours', 'LIMIT_CELL_NOT_NUMBER'],
        [5, 'medium', 'LIMIT_CELL_NOT_CHOICE'],
        [5, 'preservation', 'LIMIT_CELL_NOT_CHOICE'],
        [5, 'hours', 'LIMIT_HOURS_WRONG'],
        [5, 'source', 'LIMIT_CELL_REQUIRED'],
        [5, 'confirmer', 'LIMIT_CONFIRMER_WRONG'],
      ]);
      expect(await of('SO2')).toEqual([]);
      expect((await load(csv(HEAD.slice(1), row().slice(1)), { mode: 'apply' })).body.code).toBe(
        'LIMIT_COLUMNS_MISSING',
      );
    });

    it('is numbered without a gap however many import and enter at once', async () => {
      const row = (hours: number) => csv(HEAD, ['air', 'CO', 'dark', String(hours), '规范', 'single_source', '']);
      const answers = await Promise.all([
        ...[1, 2, 3, 4].map((hours) => load(row(hours), { mode: 'apply' })),
        ...[5, 6].map((hours) =>
          keeper.post('/holding-times', time({ medium: 'air', item: 'CO', preservation: ['dark'], hours })),
        ),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 201, 201]);
      expect(await of('CO')).toMatchObject([{ version: 6 }]);
    });

    it.each(['csv', 'xlsx'])('comes out as %s and goes in again without changing anything', async (form) => {
      const every = [
        'cooled',
        'frozen',
        'dark',
        'sulphuric_acid',
        'nitric_acid',
        'hydrochloric_acid',
        'sodium_hydroxide',
      ];
      const preservation = [...every, 'fixed_on_site', 'other'];
      expect((await keeper.post('/holding-times', time({ preservation, hours: 0.1 }))).status).toBe(201);
      const response = await fetch(`${reader.url}/api/v1/holding-times/file?f=${form}`, {
        headers: { authorization: `Bearer ${reader.token}` },
      });
      expect(response.status).toBe(200);
      const body = new FormData();
      body.set('metadata', JSON.stringify({ mode: 'apply' }));
      body.set('file', new Blob([await response.arrayBuffer()]), `times.${form}`);
      const { body: taken } = await keeper.post<Imported & { rows: number }>('/holding-times/import', body);
      expect(taken).toMatchObject({ created: 0, replaced: 0, errorCount: 0, changes: [] });
      expect([taken.unchanged, taken.rows > 0]).toEqual([taken.rows, true]);
    });

    it('is imported by people of the first unit alone', async () => {
      const file = csv(HEAD, ['air', 'CO', 'dark', '1', '规范', 'single_source', '']);
      const county = await app.as({ role: 'equipment_manager', unit: '东光县' });
      expect((await load(file, { mode: 'dry_run' }, county)).status).toBe(403);
    });

    it.each([
      [{ confirmer: '某人' }, 'HOLDING_TIME_CONFIRMER'],
      [{ confirmedBy: 'two_copies' }, 'HOLDING_TIME_CONFIRMER'],
      [{ hours: 0 }, 'VALIDATION_FAILED'],
      [{ preservation: ['none', 'cooled'] }, 'VALIDATION_FAILED'],
      [{ preservation: ['cooled', 'cooled'] }, 'VALIDATION_FAILED'],
    ])('refuses %j', async (change, code) => {
      expect((await keeper.post<{ code: string }>('/holding-times', time(change))).body.code).toBe(code);
    });
  });
});
