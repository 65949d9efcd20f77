import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import type { CorrectionView } from '../../../src/evidence/sealing/correction.schemas.js';
import type { CaseSealView, SealStateView } from '../../../src/evidence/sealing/seal.schemas.js';
import type { SiteRecordBrief, SiteRecordView } from '../../../src/evidence/site-records/site-record.schemas.js';
import { newId, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';
import { HAS_POPPLER, pictureOf, textOf } from '../../support/poppler.js';
import {
  type CustodyEvent,
  DONGGUANG,
  type Item,
  openCase,
  type PageOf,
  photo,
  until,
  upload,
} from './evidence-kit.js';

type SiteRecord = z.output<typeof SiteRecordView>;
type SealState = z.output<typeof SealStateView>;
type Problem = Answer<{ code: string; unmet?: SealState['verdicts'] } & Record<string, unknown>>;

const STROKES = 'M 10 40 C 30 10 50 70 80 35 L 120 42';
const WARNINGS = ['TECHNICAL_STANDARD', 'MEDIUM_SEALED'];

describe('on-site records and seals', () => {
  let app: TestApp;
  let handler: ApiClient;
  let officer: ApiClient;
  let stranger: ApiClient;
  let caseId: string;

  beforeAll(async () => {
    app = await TestApp.start();
    handler = await app.as({ role: 'case_handler', unit: '东光县' });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    stranger = await app.as({ role: 'case_handler', unit: '献县' });
    caseId = await openCase(handler, [officer.user.id]);
  });
  afterAll(() => app.stop());

  const sql = <T>(text: string, values: readonly unknown[] = []): Promise<T[]> =>
    app.get(UnitOfWork).read((tx) => tx.query<T>(text, values));

  async function bringIn(second: number): Promise<Item> {
    const takenAt = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 600_000 + second * 1_000);
    const { bytes, name } = await photo({ takenAt });
    const taken = await upload(officer, bytes, { kind: 'photo', caseId }, { name });
    expect(taken.status).toBe(201);
    const thumbnail = () => officer.get(`/evidence/${taken.body.id}/renditions/thumbnail`);
    await until(thumbnail, ({ status }) => status === 200);
    await until(
      () => officer.get<Item>(`/evidence/${taken.body.id}`),
      ({ body }) => body.renditions.every(({ state }) => state !== 'pending'),
    );
    return taken.body;
  }

  const listed = ({ sha256, sm3, size, fileName }: Item) => ({
    sha256,
    sm3,
    sizeBytes: size,
    fileName,
    itemClass: '照片',
    format: 'JPEG',
  });

  const recordOf = (items: readonly unknown[], over: Record<string, unknown> = {}, content = {}) => ({
    kind: 'site_record',
    caseId,
    writtenAt: '2026-03-01T10:40:00+08:00',
    content: {
      cause: '南运河东光段非法排污公益诉讼案',
      subject: '东光县某化工厂北侧排污口',
      substance: '对排污口外观、排水颜色及周边岸坡进行拍照、航拍',
      period: { from: '2026-03-01T09:00:00+08:00', to: '2026-03-01T10:30:00+08:00' },
      place: { words: '东光县连镇镇南运河右岸', position: DONGGUANG },
      method: '无人机航拍、手持相机拍照',
      course: '九时到达现场，出示证件，告知权利后开始拍摄。',
      collectorIds: [officer.user.id, handler.user.id],
      present: [{ name: '王建国', capacity: '村民委员会主任' }],
      means: ['drone', 'camera'],
      sketch: {
        drawnAt: '2026-03-01T10:20:00+08:00',
        author: '李明',
        upBearingDegrees: 30,
        lines: [
          [
            { x: 100, y: 900 },
            { x: 400, y: 500 },
            { x: 900, y: 300 },
          ],
        ],
        labels: [{ x: 420, y: 480, text: '排污口' }],
        metresAcross: 120,
      },
      items,
      ...content,
    },
    ...over,
  });

  async function write(items: readonly unknown[], over = {}, content = {}, id = newId()): Promise<SiteRecord> {
    const answer = await officer.send<SiteRecord>('PUT', `/site-records/${id}`, recordOf(items, over, content));
    expect(answer).toMatchObject({ status: 200 });
    return answer.body;
  }

  const own = (client: ApiClient) => ({
    role: 'collector',
    userId: client.user.id,
    drawing: STROKES,
    signedAt: '2026-03-01T10:41:00+08:00',
  });
  const outsider = (role: string) => ({
    role,
    name: role === 'party' ? '赵永强' : '王建国',
    capacity: role === 'party' ? '法定代表人' : '村民委员会主任',
    drawing: STROKES,
    signedAt: '2026-03-01T10:42:00+08:00',
  });
  const sign = (client: ApiClient, { id }: { id: string }, body: unknown) =>
    client.post<SiteRecord & { code: string }>(`/site-records/${id}/signatures`, body);

  async function signAll(record: SiteRecord): Promise<SiteRecord> {
    const { digest, code } = record;
    const signatures = [own(officer), own(handler), outsider('party'), outsider('witness')];
    expect((await sign(officer, record, { digest, signatures })).status).toBe(201);
    const bare = { role: 'collector', userId: handler.user.id, signedAt: '2026-03-01T10:45:00+08:00' };
    const last = await sign(handler, record, { code, signatures: [bare] });
    expect(last).toMatchObject({ status: 201, body: { state: 'signed', waitsFor: [] } });
    return last.body;
  }

  const seal = (id: string, body: unknown = { acknowledgeWarnings: WARNINGS }, client = handler) =>
    client.post<SealState>(`/evidence/${id}/seal`, body);

  describe('a record', () => {
    it('is one however often the phone sends it, and may be replaced until somebody signs', async () => {
      const id = newId();
      const first = await write([], {}, {}, id);
      expect(await write([], {}, {}, id)).toEqual(first);
      const second = await write([], {}, { result: '发现排污口一处' }, id);
      expect(second.digest).not.toBe(first.digest);
      const stale = await sign(officer, second, { digest: first.digest, signatures: [own(officer)] });
      expect(stale).toMatchObject({ status: 409, body: { code: 'SITE_RECORD_DIGEST_DIFFERS', digest: second.digest } });
      expect((await sign(officer, second, { digest: second.digest, signatures: [own(officer)] })).status).toBe(201);
      const late = await officer.send<Problem['body']>('PUT', `/site-records/${id}`, recordOf([]));
      expect(late).toMatchObject({ status: 409, body: { code: 'SITE_RECORD_BEING_SIGNED' } });
    });

    it('of somebody else is not overwritten, and not seen from elsewhere', async () => {
      const record = await write([]);
      const body = recordOf([], {}, { subject: '别的' });
      expect(await handler.send('PUT', `/site-records/${record.id}`, body)).toMatchObject({
        status: 409,
        body: { code: 'SITE_RECORD_ID_TAKEN' },
      });
      expect((await stranger.get(`/site-records/${record.id}`)).status).toBe(404);
      expect((await stranger.get(`/site-records?caseId=${caseId}`)).status).toBe(404);
      expect((await sign(stranger, record, { digest: record.digest, signatures: [own(stranger)] })).status).toBe(404);
    });

    const bad = (name: string, over: Record<string, unknown>, content: Record<string, unknown>) =>
      [name, over, content] as const;
    it.each([
      bad('a kind nobody knows', { kind: 'diary' }, {}),
      bad('a field nobody knows', {}, { colour: 'red' }),
      bad('no collector', {}, { collectorIds: [] }),
      bad('an end before its beginning', {}, { period: { from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' } }),
      bad('an inspection without result and leader', { kind: 'inspection_record' }, {}),
      bad('a list without items', { kind: 'collection_list' }, {}),
      bad('a digest that is none', {}, { items: [{ sha256: 'x', fileName: 'a', itemClass: 'b', format: 'c' }] }),
      bad('a place without words', {}, { place: { position: DONGGUANG } }),
      bad('a NUL in its text', {}, { course: 'a\0b' }),
    ])('with %s is refused', async (_, over, content) => {
      const answer = await officer.send('PUT', `/site-records/${newId()}`, recordOf([], over, content));
      expect(answer.status).toBe(400);
    });

    it('with people nobody knows, or correcting a draft, is refused', async () => {
      const put = (over: Record<string, unknown>, content: Record<string, unknown>) =>
        officer.send('PUT', `/site-records/${newId()}`, recordOf([], over, content));
      expect(await put({}, { collectorIds: [newId(), officer.user.id] })).toMatchObject({
        status: 422,
        body: { code: 'SITE_RECORD_PERSON_UNKNOWN' },
      });
      const draft = await write([]);
      expect(await put({ correctsId: draft.id }, {})).toMatchObject({
        status: 422,
        body: { code: 'SITE_RECORD_CORRECTS_UNSIGNED' },
      });
    });

    it('takes no signature that is none, by nobody of it, twice, or under a wrong code', async () => {
      const record = await write([]);
      const { digest } = record;
      const attempt = (body: object) => sign(officer, record, { digest, ...body });
      const drawn = (drawing: string) => ({ signatures: [{ ...own(officer), drawing }] });
      for (const drawing of ['李明', 'data:image/png;base64,AAAA', 'M 1 1'])
        expect(await attempt(drawn(drawing))).toMatchObject({
          status: 422,
          body: { code: 'SITE_RECORD_DRAWING_UNREADABLE' },
        });
      expect(await attempt({ signatures: [{ ...own(officer), userId: stranger.user.id }] })).toMatchObject({
        status: 422,
        body: { code: 'SITE_RECORD_SIGNER_OUTSIDE' },
      });
      expect(await attempt({ signatures: [own(officer)], code: 'AAAA-AAAA-AAAA-AAAA' })).toMatchObject({
        status: 422,
        body: { code: 'SITE_RECORD_CODE_WRONG' },
      });
      expect((await attempt({ signatures: [own(officer)] })).status).toBe(201);
      expect(await attempt({ signatures: [own(officer)] })).toMatchObject({
        status: 409,
        body: { code: 'SITE_RECORD_SIGNED_BEFORE' },
      });
      expect((await attempt({ signatures: [] })).status).toBe(400);
      expect((await attempt({ signatures: [{ ...outsider('witness'), capacity: undefined }] })).status).toBe(400);
      expect((await attempt({ signatures: [{ ...outsider('party'), userId: officer.user.id }] })).status).toBe(400);
    });

    it('is not signed while the second collector only drew on the first one’s glass', async () => {
      const record = await write([]);
      const signatures = [own(officer), own(handler), outsider('party'), outsider('witness')];
      const answer = await sign(officer, record, { digest: record.digest, signatures });
      expect(answer.body).toMatchObject({ state: 'draft', waitsFor: ['collectors'] });
      const ways = answer.body.signatures.map(({ role, way }) => `${role} ${way}`);
      expect(ways).toEqual(['collector own_log_in', 'collector same_glass', 'party same_glass', 'witness same_glass']);
    });

    it('notes a refusal, and why there is no witness with the film', async () => {
      const record = await write([]);
      const { digest } = record;
      const noWitness = { reason: '野外无人', videoSha256: 'f'.repeat(64) };
      await sign(officer, record, { digest, signatures: [own(officer)], partyRefusal: '当事人拒绝签字', noWitness });
      const last = await sign(handler, record, { digest, signatures: [own(handler)] });
      expect(last.body).toMatchObject({ state: 'signed', partyRefusal: '当事人拒绝签字', noWitness });
    });

    it('once signed is changed by nobody, over HTTP or in the database, and corrected by another', async () => {
      const record = await signAll(await write([]));
      const again = await sign(officer, record, { digest: record.digest, signatures: [outsider('witness')] });
      expect(again).toMatchObject({ status: 409, body: { code: 'SITE_RECORD_SIGNED' } });
      const changed = recordOf([], {}, { course: '改写' });
      expect(await officer.send('PUT', `/site-records/${record.id}`, changed)).toMatchObject({
        status: 409,
        body: { code: 'SITE_RECORD_SIGNED' },
      });
      for (const statement of [
        `UPDATE site_record SET content = '{}' WHERE id = $1`,
        `UPDATE site_record SET state = 'draft', signed_at = NULL WHERE id = $1`,
        `DELETE FROM site_record WHERE id = $1`,
        `UPDATE site_record_signature SET name = 'x' WHERE record_id = $1`,
        `INSERT INTO site_record_signature (id, record_id, role, name, way, digest, drawing, drawing_sha256, signed_at, recorded_at, recorded_by)
         SELECT gen_random_uuid(), id, 'witness', 'x', 'same_glass', digest, 'M 0 0 L 1 1', digest, now(), now(), written_by
         FROM site_record WHERE id = $1`,
      ])
        await expect(sql(statement, [record.id])).rejects.toMatchObject({ driverError: { code: '42501' } });
      const correction = await write([], { correctsId: record.id }, { course: '更正：九时三十分到达。' });
      expect((await officer.get<SiteRecord>(`/site-records/${record.id}`)).body.correctedBy).toEqual([correction.id]);
      const page = await officer.get<PageOf<z.output<typeof SiteRecordBrief>>>(
        `/site-records?caseId=${caseId}&limit=1`,
      );
      expect(page.body.items).toHaveLength(1);
      expect(page.body.nextCursor).not.toBeNull();
    });

    it('names what has arrived of its list, what has not, and what does not match', async () => {
      const [here, altered] = [await bringIn(1), await bringIn(2)];
      const { content } = await write([
        listed(here),
        { ...listed(altered), sm3: '0'.repeat(64) },
        { ...listed(here), sha256: 'a'.repeat(64), fileName: 'DJI_9999.JPG' },
        { ...listed(here), sha256: 'b'.repeat(64) },
      ]);
      expect(content.items.map(({ state, mismatches }) => [state, ...mismatches])).toEqual([
        ['here'],
        ['mismatch', 'sm3'],
        ['not_here'],
        ['mismatch', 'other_bytes_under_this_name'],
      ]);
      expect(content.items[0]?.evidenceIds).toEqual([here.id]);
    });

    it('is printed with its fields, digests, sketch and code', async () => {
      const record = await signAll(await write([listed(await bringIn(3))]));
      const headers = { authorization: `Bearer ${officer.token}` };
      const answer = await fetch(`${app.url}/api/v1/site-records/${record.id}/paper`, { headers });
      const pdf = Buffer.from(await answer.arrayBuffer());
      if (process.env['SKYDOCKET_KEEP_PAPERS']) writeFileSync('/tmp/site-record.pdf', pdf);
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      const text = HAS_POPPLER ? textOf(pdf).replaceAll(/\s+/g, '') : '';
      const wanted = ['现场笔录', '案由', '排污口', record.code, record.digest, '本人扫码确认', '现场示意图', '李明'];
      expect(HAS_POPPLER ? wanted.filter((one) => !text.includes(one)) : []).toEqual([]);
      if (HAS_POPPLER && process.env['SKYDOCKET_KEEP_PAPERS'])
        writeFileSync('/tmp/site-record-1.png', pictureOf(pdf, 1));
    });
  });

  describe('a seal', () => {
    it('is refused with the list of what is missing, in words with the article', async () => {
      const item = await bringIn(10);
      const state = (await handler.get<SealState>(`/evidence/${item.id}/seal`)).body;
      expect(state).toMatchObject({ state: 'received', sealable: false, ruleSet: 'environment-2026-1', seal: null });
      const answer = (await seal(item.id)) as unknown as Problem;
      expect(answer).toMatchObject({ status: 422, body: { code: 'SEAL_RULES_UNMET' } });
      expect(answer.body.unmet?.map(({ rule, reason }) => `${rule} ${reason}`)).toEqual([
        'TWO_COLLECTORS COLLECTORS_TOO_FEW',
        'SOURCE_AND_PROCESS ORIGIN_UNSTATED',
        'TRANSCRIPT NO_RECORD_LISTS_IT',
        'WITNESS_OR_FILM NO_RECORD_LISTS_IT',
      ]);
      expect(answer.body.unmet?.[0]?.articles[0]).toMatchObject({ article: '36', textRead: true });
      expect((await officer.get<Item>(`/evidence/${item.id}`)).body.state).toBe('received');
    });

    it('wants each warning acknowledged', async () => {
      const item = await bringIn(11);
      await signAll(await write([listed(item)]));
      const answer = (await seal(item.id, { acknowledgeWarnings: ['MEDIUM_SEALED'] })) as unknown as Problem;
      expect(answer.body.unmet?.map(({ rule, blocking }) => [rule, blocking])).toEqual([['TECHNICAL_STANDARD', false]]);
      const explained = await seal(item.id, {
        acknowledgeWarnings: ['MEDIUM_SEALED'],
        explanations: [{ rule: 'TECHNICAL_STANDARD', text: '按 GA/T 1174-2014 取证' }],
        reason: '证据已齐全',
      });
      expect(explained).toMatchObject({ status: 201, body: { state: 'sealed', sealable: false } });
      expect(explained.body.seal).toMatchObject({ acknowledged: ['MEDIUM_SEALED'], reason: '证据已齐全' });
    });

    it('is one of two that come at once, and the record’s digest can be taken again', async () => {
      const item = await bringIn(12);
      const record = await signAll(await write([listed(item)]));
      const answers = await Promise.all([seal(item.id), seal(item.id)]);
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
      const { seal: made } = answers.find(({ status }) => status === 201)!.body;
      const text = made?.record ?? '';
      expect(createHash('sha256').update(text, 'utf8').digest('hex')).toBe(made?.recordSha256);
      expect(JSON.parse(text)).toMatchObject({
        bytes: { sha256: item.sha256, sm3: item.sm3, sizeBytes: item.size },
        siteRecords: [{ id: record.id, digest: record.digest }],
      });
      const custody = await handler.get<PageOf<CustodyEvent>>(`/evidence/${item.id}/custody?limit=100`);
      const events = custody.body.items.map(({ event }) => event);
      expect(events.filter((event) => event === 'sealed')).toHaveLength(1);
      expect(events).toContain('recorded');
      const logged = await until(
        () => sql<{ kind: string }>(`SELECT kind FROM log_entry WHERE subject_id = $1 ORDER BY kind`, [item.id]),
        (rows) => rows.length > 1,
      );
      expect(logged.map(({ kind }) => kind)).toEqual(['preserved', 'sealed']);
    });

    it('keeps the item as it is: the database refuses every change, and what stands beside it goes on', async () => {
      const item = await bringIn(13);
      await signAll(await write([listed(item)]));
      expect((await seal(item.id)).status).toBe(201);
      for (const statement of [
        `UPDATE evidence_item SET title = 'x' WHERE id = $1`,
        `UPDATE evidence_item SET state = 'received' WHERE id = $1`,
        `UPDATE evidence_item SET collectors = '[]' WHERE id = $1`,
        `DELETE FROM evidence_item WHERE id = $1`,
        `UPDATE evidence_seal SET reason = 'x' WHERE item_id = $1`,
        `DELETE FROM evidence_seal WHERE item_id = $1`,
        `INSERT INTO evidence_claim (id, item_id, subject, source, value, trust, chosen, recorded_at)
         VALUES (gen_random_uuid(), $1, 'position', 'manual', '{"lon":1,"lat":1}', 'low', false, now())`,
      ])
        await expect(sql(statement, [item.id])).rejects.toMatchObject({ driverError: { code: '42501' } });
      const other = await openCase(handler);
      const attached = await handler.post(`/cases/${other}/evidence`, { evidenceId: item.id, purpose: '证明排放' });
      expect(attached.status).toBe(201);
      expect((await handler.post(`/evidence/${item.id}/corroboration`, {})).status).toBe(201);
    });

    it('is corrected by records beside it, once it is there', async () => {
      const [item, better] = [await bringIn(14), await bringIn(15)];
      const correct = (body: unknown) => handler.post<Problem['body']>(`/evidence/${item.id}/corrections`, body);
      expect(await correct({ text: '时间有误' })).toMatchObject({ status: 409, body: { code: 'EVIDENCE_NOT_SEALED' } });
      await signAll(await write([listed(item)]));
      await seal(item.id);
      expect(await correct({ text: '见另一照片', itemId: newId() })).toMatchObject({
        status: 422,
        body: { code: 'CORRECTION_ITEM_UNKNOWN' },
      });
      expect((await correct({ text: '见另一照片', itemId: item.id })).status).toBe(422);
      expect((await correct({ text: ' ' })).status).toBe(400);
      expect(await correct({ text: '拍摄时间应为十时', field: 'capturedAt', itemId: better.id })).toMatchObject({
        status: 201,
        body: { field: 'capturedAt', itemId: better.id },
      });
      const list = await officer.get<{ items: z.output<typeof CorrectionView>[] }>(`/evidence/${item.id}/corrections`);
      expect(list.body.items.map(({ text }) => text)).toEqual(['拍摄时间应为十时']);
    });

    it('is not for everyone', async () => {
      const item = await bringIn(16);
      expect((await seal(item.id, {}, officer)).status).toBe(403);
      expect((await seal(item.id, {}, stranger)).status).toBe(404);
      expect((await seal(item.id, { acknowledgeWarnings: ['EVERYTHING'] })).status).toBe(400);
    });

    it('of a whole list answers for each item, and twice at once seals none twice', async () => {
      const own = await openCase(handler, [officer.user.id]);
      const before = caseId;
      caseId = own;
      try {
        const [good, bad] = [await bringIn(20), await bringIn(21)];
        await signAll(await write([listed(good)]));
        const body = { acknowledgeWarnings: WARNINGS };
        const ask = () => handler.post<z.output<typeof CaseSealView>>(`/cases/${own}/seal`, body);
        const answers = await Promise.all([ask(), ask()]);
        expect(answers.map(({ status }) => status)).toEqual([200, 200]);
        expect(answers.map(({ body: { sealed } }) => sealed).toSorted((a, b) => a - b)).toEqual([0, 1]);
        const results = answers.flatMap(({ body: { results: all } }) => all);
        expect(results.filter(({ evidenceId }) => evidenceId === bad.id).map(({ outcome }) => outcome)).toEqual([
          'unmet',
          'unmet',
        ]);
        const stranger = await handler.post(`/cases/${own}/seal`, { evidenceIds: [newId()] });
        expect(stranger).toMatchObject({ status: 409, body: { code: 'EVIDENCE_NOT_ATTACHED' } });
      } finally {
        caseId = before;
      }
    });
  });
});
