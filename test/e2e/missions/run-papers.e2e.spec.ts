import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SampleBody, sampleEntry } from '../../factories/samples.js';
import type { ApiClient } from '../../support/client.js';
import { HAS_POPPLER, infoOf, textOf } from '../../support/poppler.js';
import { ascending, type Run, RunDesk } from './run-kit.js';

describe('what goes out with a run', () => {
  let desk: RunDesk;
  let tester: ApiClient;
  let handler: ApiClient;
  let caseId: string;

  beforeAll(async () => {
    desk = await RunDesk.open();
    ({ tester, handler, caseId } = desk);
  });
  afterAll(() => desk.app.stop());

  const entered: RunDesk['entered'] = (change) => desk.entered(change);

  describe('a laboratory', () => {
    const request = { laboratory: '某检测中心', accreditation: 'CMA 2101', methodCode: 'HJ 828-2017' };
    const ask = (run: Run, change: Record<string, unknown> = {}) =>
      handler.post<Run>(`/rapid-tests/${run.id}/confirmations`, { ...request, ...change });
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

    it('is asked once at a time, however many ask', async () => {
      const run = await entered();
      const answers = await Promise.all(Array.from({ length: 5 }, () => ask(run)));
      expect(answers.map(({ status }) => status).toSorted(ascending)).toEqual([201, 409, 409, 409, 409]);
    });

    it('reports beside the verdict, once', async () => {
      const run = await entered();
      const confirmation = (await ask(run)).body.confirmations[0];
      const report = { reportNumber: 'R-1', reportedOn: today, finding: 'below', value: 18, unit: 'mg/L' };
      const path = `/rapid-tests/${run.id}/confirmations/${confirmation?.id}`;
      expect((await handler.post<Run>(`${path}/result`, { ...report, reportedOn: '2020-01-01' })).body.code).toBe(
        'CONFIRMATION_DATE_WRONG',
      );
      expect((await handler.post<Run>(`${path}/result`, { ...report, unit: undefined })).body.code).toBe(
        'READING_UNIT_MISSING',
      );
      expect((await handler.post<Run>(`${path}/result`, { ...report, value: '18,0' })).body.code).toBe(
        'READING_DECIMAL_COMMA',
      );
      const both = await Promise.all([
        handler.post<Run>(`${path}/result`, report),
        handler.post<Run>(`${path}/withdraw`, { reason: '不再需要' }),
      ]);
      expect(both.map(({ status }) => status).toSorted(ascending)).toEqual([200, 409]);
      const { body } = await tester.get<Run>(`/rapid-tests/${run.id}`);
      expect(body.verdict).toBe('exceeds');
      expect(body.confirmations).toHaveLength(1);
      expect((await ask(run)).status).toBe(201);
    });

    it('is given a portion of the sample that was tested, and no other', async () => {
      const sample = (await tester.post<SampleBody>('/samples', sampleEntry({ caseId }))).body;
      const run = await entered({ sampleId: sample.id });
      const other = (await tester.post<SampleBody>('/samples', sampleEntry())).body;
      expect((await ask(run, { portionId: other.portions[1]?.id })).body.code).toBe('CONFIRMATION_PORTION_FOREIGN');
      expect((await ask(run, { portionId: sample.portions[1]?.id })).status).toBe(201);
    });
  });

  it('is one page on paper, with the notice', async () => {
    const run = await entered();
    await handler.post(`/rapid-tests/${run.id}/overrides`, { opinion: 'inconclusive', reason: '长'.repeat(1000) });
    const response = await fetch(`${tester.url}/api/v1/rapid-tests/${run.id}/result`, {
      headers: { authorization: `Bearer ${tester.token}` },
    });
    const pdf = Buffer.from(await response.arrayBuffer());
    expect([response.status, pdf.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    if (!HAS_POPPLER) return;
    expect(infoOf(pdf)).toMatch(/Pages:\s+1\n/);
    const text = textOf(pdf).replaceAll(/\s/g, '');
    for (const said of ['快速检测结果仅为初筛线索', 'GB3838-2002', '超出限值（初筛）', '空白：合格'])
      expect(text).toContain(said);
  });

  it('is one page on paper, however much there is to say', async () => {
    const long = (text: string, most: number) => text.repeat(most).slice(0, most);
    const sample = (
      await tester.post<SampleBody>(
        '/samples',
        sampleEntry({ caseId, place: long('宣惠河东光县连镇镇断面下游三百米处', 300) }),
      )
    ).body;
    const run = await entered({
      sampleId: sample.id,
      matrix: long('化工园区排污口下游混合水样', 100),
      readings: Array.from({ length: 100 }, (_, nth) => 46 + nth / 100),
      target: { class: 'III', source: long('沧州市水功能区划及河北省生态环境厅批复文件', 300) },
      position: { lon: 116.54, lat: 37.89 },
    });
    for (const opinion of ['inconclusive', 'below', 'invalid'])
      await handler.post(`/rapid-tests/${run.id}/overrides`, { opinion, reason: long('采样点受上游施工影响。', 1000) });
    await handler.post(`/rapid-tests/${run.id}/confirmations`, {
      laboratory: long('河北省沧州市生态环境监测中心检测实验室', 200),
      accreditation: 'CMA 2101',
      methodCode: 'HJ 828-2017',
    });
    for (const language of ['zh', 'en']) {
      const response = await fetch(`${tester.url}/api/v1/rapid-tests/${run.id}/result?language=${language}`, {
        headers: { authorization: `Bearer ${tester.token}` },
      });
      const pdf = Buffer.from(await response.arrayBuffer());
      expect(response.status).toBe(200);
      if (!HAS_POPPLER) continue;
      expect(infoOf(pdf)).toMatch(/Pages:\s+1\n/);
      const text = textOf(pdf).replaceAll(/\s/g, '');
      for (const said of language === 'zh'
        ? ['快速检测结果仅为初筛线索', '共100个', '样品保存期', '未知']
        : ['neverproof', '100inall', 'Samplekeeps', 'unknown'])
        expect(text).toContain(said);
    }
  });
});
