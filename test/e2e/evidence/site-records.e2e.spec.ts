import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import type { SiteRecordBrief } from '../../../src/evidence/site-records/site-record.schemas.js';
import { newId, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { HAS_POPPLER, textOf } from '../../support/poppler.js';
import { DONGGUANG, openCase, type PageOf } from './evidence-kit.js';
import {
  bringIn,
  listed,
  outsider,
  own,
  recordOf,
  sign,
  signAll,
  type SiteRecord,
  type Team,
  write,
} from './record-kit.js';

describe('a record made at the place', () => {
  let app: TestApp;
  let handler: ApiClient;
  let officer: ApiClient;
  let stranger: ApiClient;
  let caseId: string;
  let team: Team;

  beforeAll(async () => {
    app = await TestApp.start();
    handler = await app.as({ role: 'case_handler', unit: '东光县' });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    stranger = await app.as({ role: 'case_handler', unit: '献县' });
    caseId = await openCase(handler, [officer.user.id]);
    team = { handler, officer, caseId };
  });
  afterAll(() => app.stop());

  const sql = <T>(text: string, values: readonly unknown[] = []): Promise<T[]> =>
    app.get(UnitOfWork).read((tx) => tx.query<T>(text, values));

  it('is one however often the phone sends it, and may be replaced until somebody signs', async () => {
    const id = newId();
    const first = await write(team, [], {}, {}, id);
    expect(await write(team, [], {}, {}, id)).toEqual(first);
    const second = await write(team, [], {}, { result: '发现排污口一处' }, id);
    expect(second.digest).not.toBe(first.digest);
    const stale = await sign(officer, second, { digest: first.digest, signatures: [own(officer)] });
    expect(stale).toMatchObject({ status: 409, body: { code: 'SITE_RECORD_DIGEST_DIFFERS', digest: second.digest } });
    expect((await sign(officer, second, { digest: second.digest, signatures: [own(officer)] })).status).toBe(201);
    const late = await officer.send<{ code: string }>('PUT', `/site-records/${id}`, recordOf(team, []));
    expect(late).toMatchObject({ status: 409, body: { code: 'SITE_RECORD_BEING_SIGNED' } });
  });

  it('of somebody else is not overwritten, and not seen from elsewhere', async () => {
    const record = await write(team, []);
    const body = recordOf(team, [], {}, { subject: '别的' });
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
    const answer = await officer.send('PUT', `/site-records/${newId()}`, recordOf(team, [], over, content));
    expect(answer.status).toBe(400);
  });

  it('with people nobody knows, or correcting a draft, is refused', async () => {
    const put = (over: Record<string, unknown>, content: Record<string, unknown>) =>
      officer.send('PUT', `/site-records/${newId()}`, recordOf(team, [], over, content));
    expect(await put({}, { collectorIds: [newId(), officer.user.id] })).toMatchObject({
      status: 422,
      body: { code: 'SITE_RECORD_PERSON_UNKNOWN' },
    });
    const draft = await write(team, []);
    expect(await put({ correctsId: draft.id }, {})).toMatchObject({
      status: 422,
      body: { code: 'SITE_RECORD_CORRECTS_UNSIGNED' },
    });
  });

  it('takes no signature that is none, by nobody of it, twice, or under a wrong code', async () => {
    const record = await write(team, []);
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
    const record = await write(team, []);
    const signatures = [own(officer), own(handler), outsider('party'), outsider('witness')];
    const answer = await sign(officer, record, { digest: record.digest, signatures });
    expect(answer.body).toMatchObject({ state: 'draft', waitsFor: ['collectors'] });
    const ways = answer.body.signatures.map(({ role, way }) => `${role} ${way}`);
    expect(ways).toEqual(['collector own_log_in', 'collector same_glass', 'party same_glass', 'witness same_glass']);
  });

  it('notes a refusal, and why there is no witness with the film', async () => {
    const record = await write(team, []);
    const { digest } = record;
    const noWitness = { reason: '野外无人', videoSha256: 'f'.repeat(64) };
    await sign(officer, record, { digest, signatures: [own(officer)], partyRefusal: '当事人拒绝签字', noWitness });
    const last = await sign(handler, record, { digest, signatures: [own(handler)] });
    expect(last.body).toMatchObject({ state: 'signed', partyRefusal: '当事人拒绝签字', noWitness });
  });

  it('once signed is changed by nobody, over HTTP or in the database, and corrected by another', async () => {
    const record = await signAll(team, await write(team, []));
    const again = await sign(officer, record, { digest: record.digest, signatures: [outsider('witness')] });
    expect(again).toMatchObject({ status: 409, body: { code: 'SITE_RECORD_SIGNED' } });
    const changed = recordOf(team, [], {}, { course: '改写' });
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
    const correction = await write(team, [], { correctsId: record.id }, { course: '更正：九时三十分到达。' });
    expect((await officer.get<SiteRecord>(`/site-records/${record.id}`)).body.correctedBy).toEqual([correction.id]);
    const page = await officer.get<PageOf<z.output<typeof SiteRecordBrief>>>(`/site-records?caseId=${caseId}&limit=1`);
    expect(page.body.items).toHaveLength(1);
    expect(page.body.nextCursor).not.toBeNull();
  });

  it('names what has arrived of its list, what has not, and what does not match', async () => {
    const [here, altered] = [await bringIn(team, 1), await bringIn(team, 2)];
    const { content } = await write(team, [
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
    const record = await signAll(team, await write(team, [listed(await bringIn(team, 3))]));
    const headers = { authorization: `Bearer ${officer.token}` };
    const answer = await fetch(`${app.url}/api/v1/site-records/${record.id}/paper`, { headers });
    const pdf = Buffer.from(await answer.arrayBuffer());
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const text = HAS_POPPLER ? textOf(pdf).replaceAll(/\s+/g, '') : '';
    const wanted = ['现场笔录', '案由', '排污口', record.code, record.digest, '本人扫码确认', '现场示意图', '李明'];
    expect(HAS_POPPLER ? wanted.filter((one) => !text.includes(one)) : []).toEqual([]);
  });
});
