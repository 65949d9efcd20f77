import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import type { CorrectionView } from '../../../src/evidence/sealing/correction.schemas.js';
import type { CaseSealView, SealStateView } from '../../../src/evidence/sealing/seal.schemas.js';
import { newId, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';
import { type CustodyEvent, type Item, openCase, type PageOf, until } from './evidence-kit.js';
import { bringIn, listed, signAll, type Team, write } from './record-kit.js';

type SealState = z.output<typeof SealStateView>;
type Problem = Answer<{ code: string; unmet?: SealState['verdicts'] } & Record<string, unknown>>;

const WARNINGS = ['TECHNICAL_STANDARD', 'MEDIUM_SEALED'];

describe('a seal', () => {
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

  const seal = (id: string, body: unknown = { acknowledgeWarnings: WARNINGS }, client = handler) =>
    client.post<SealState>(`/evidence/${id}/seal`, body);

  it('is refused with the list of what is missing, in words with the article', async () => {
    const item = await bringIn(team, 10);
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
    const item = await bringIn(team, 11);
    await signAll(team, await write(team, [listed(item)]));
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
    const item = await bringIn(team, 12);
    const record = await signAll(team, await write(team, [listed(item)]));
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
    const item = await bringIn(team, 13);
    await signAll(team, await write(team, [listed(item)]));
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
    const [item, better] = [await bringIn(team, 14), await bringIn(team, 15)];
    const correct = (body: unknown) => handler.post<Problem['body']>(`/evidence/${item.id}/corrections`, body);
    expect(await correct({ text: '时间有误' })).toMatchObject({ status: 409, body: { code: 'EVIDENCE_NOT_SEALED' } });
    await signAll(team, await write(team, [listed(item)]));
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
    const page = await officer.get<Item>(`/evidence/${item.id}`);
    expect(page.body).toMatchObject({ state: 'sealed', seal: { ruleSet: 'environment-2026-1' } });
    expect(page.body.corrections).toEqual(list.body.items);
  });

  it('is not for everyone', async () => {
    const item = await bringIn(team, 16);
    expect((await seal(item.id, {}, officer)).status).toBe(403);
    expect((await seal(item.id, {}, stranger)).status).toBe(404);
    expect((await seal(item.id, { acknowledgeWarnings: ['EVERYTHING'] })).status).toBe(400);
  });

  it('of a whole list answers for each item, and twice at once seals none twice', async () => {
    const ownCase = await openCase(handler, [officer.user.id]);
    const ownTeam = { ...team, caseId: ownCase };
    const [good, bad] = [await bringIn(ownTeam, 20), await bringIn(ownTeam, 21)];
    await signAll(ownTeam, await write(ownTeam, [listed(good)]));
    const body = { acknowledgeWarnings: WARNINGS };
    const ask = () => handler.post<z.output<typeof CaseSealView>>(`/cases/${ownCase}/seal`, body);
    const answers = await Promise.all([ask(), ask()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers.map(({ body: { sealed } }) => sealed).toSorted((a, b) => a - b)).toEqual([0, 1]);
    const results = answers.flatMap(({ body: { results: all } }) => all);
    expect(results.filter(({ evidenceId }) => evidenceId === bad.id).map(({ outcome }) => outcome)).toEqual([
      'unmet',
      'unmet',
    ]);
    const stranger = await handler.post(`/cases/${ownCase}/seal`, { evidenceIds: [newId()] });
    expect(stranger).toMatchObject({ status: 409, body: { code: 'EVIDENCE_NOT_ATTACHED' } });
  });
});
