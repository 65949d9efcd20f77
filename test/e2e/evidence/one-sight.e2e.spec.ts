import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { type CustodyEvent, DONGGUANG, type Item, openCase, type PageOf } from './evidence-kit.js';
import { bringIn, listed, type SiteRecord, signAll, type Team, write } from './record-kit.js';

const WARNINGS = ['TECHNICAL_STANDARD', 'MEDIUM_SEALED'];

/** An item of a case that one reader may see, lent to a case of another county. */
describe('who sees an item through one of its cases', () => {
  let app: TestApp;
  let handler: ApiClient;
  let elsewhere: ApiClient;
  let hidden: string;
  let shared: string;
  let item: Item;
  let record: SiteRecord;

  beforeAll(async () => {
    app = await TestApp.start();
    handler = await app.as({ role: 'case_handler', unit: '东光县' });
    elsewhere = await app.as({ role: 'case_handler', unit: '献县' });
    const officer = await app.as({ role: 'field_officer', unit: '东光县' });
    hidden = await openCase(handler, [officer.user.id]);
    const opened = await elsewhere.post<{ id: string }>('/cases', {
      number: `冀检公益诉〔2026〕${process.pid}-${Date.now()}-S号`,
      title: '校园周边食品安全',
      domain: 'food_drug',
      place: DONGGUANG,
      members: [handler.user.id],
    });
    expect(opened.status).toBe(201);
    shared = opened.body.id;
    const team: Team = { handler, officer, caseId: hidden };
    item = await bringIn(team, 1);
    record = await signAll(team, await write(team, [listed(item)]));
    expect((await handler.post(`/cases/${shared}/evidence`, { evidenceId: item.id })).status).toBe(201);
  });
  afterAll(() => app.stop());

  const custody = async (client: ApiClient): Promise<readonly CustodyEvent[]> =>
    (await client.get<PageOf<CustodyEvent>>(`/evidence/${item.id}/custody?limit=500`)).body.items;
  const detailsOf = (events: readonly CustodyEvent[], kind: string): unknown[] =>
    events.filter(({ event }) => event === kind).map(({ details }) => details);

  it('is told of no record of another, in the log of custody as on the page', async () => {
    const [own, others] = [await custody(handler), await custody(elsewhere)];
    expect(detailsOf(own, 'recorded')).toEqual([expect.objectContaining({ recordId: record.id, caseId: hidden })]);
    expect(detailsOf(others, 'recorded')).toEqual([{ redacted: true }]);
    expect(detailsOf(others, 'received')).toEqual([{ redacted: true }]);
    expect(detailsOf(others, 'attached')).toEqual([{ redacted: true }, expect.objectContaining({ caseId: shared })]);
    expect(others.map(({ event }) => event)).toEqual(expect.arrayContaining(own.map(({ event }) => event)));
    const pages = [
      await elsewhere.get(`/evidence/${item.id}`),
      await elsewhere.get(`/evidence/${item.id}/custody?limit=500`),
      await elsewhere.get(`/cases/${shared}/custody?limit=500`),
      await elsewhere.get(`/evidence/${item.id}/chain`),
      await elsewhere.get(`/evidence/${item.id}/seal`),
      await elsewhere.get(`/evidence/${item.id}/proof`),
    ];
    for (const { status, body } of pages) {
      expect(status).toBe(200);
      for (const secret of [hidden, record.id, record.digest]) expect(JSON.stringify(body)).not.toContain(secret);
    }
  });

  it('has it judged by the rules and the records of that one', async () => {
    const state = async (
      client: ApiClient,
    ): Promise<{ ruleSet: string; sealable: boolean; verdicts: { rule: string }[] }> =>
      (
        await client.get<{ ruleSet: string; sealable: boolean; verdicts: { rule: string }[] }>(
          `/evidence/${item.id}/seal`,
        )
      ).body;
    const [own, others] = [await state(handler), await state(elsewhere)];
    expect([own.ruleSet, own.sealable]).toEqual(['environment-2026-1', true]);
    expect(others.ruleSet).not.toBe(own.ruleSet);
    expect(others.sealable).toBe(false);
    const seal = (body: object) =>
      elsewhere.post(`/evidence/${item.id}/seal`, { acknowledgeWarnings: WARNINGS, ...body });
    expect(await seal({ caseId: hidden })).toMatchObject({ status: 409, body: { code: 'EVIDENCE_NOT_ATTACHED' } });
    expect(await seal({})).toMatchObject({ status: 422, body: { code: 'SEAL_RULES_UNMET' } });
    expect((await handler.get<Item>(`/evidence/${item.id}`)).body.state).toBe('received');
  });

  it('sees a seal of another, and not what the item said then', async () => {
    const sealed = await handler.post(`/evidence/${item.id}/seal`, { acknowledgeWarnings: WARNINGS, caseId: hidden });
    expect(sealed).toMatchObject({ status: 201, body: { seal: { record: expect.stringContaining(hidden) } } });
    const others = await elsewhere.get(`/evidence/${item.id}/seal`);
    expect(others).toMatchObject({ status: 200, body: { state: 'sealed', seal: { record: null } } });
    expect(JSON.stringify(others.body)).not.toContain(hidden);
  });
});
