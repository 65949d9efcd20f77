import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandDesk, type Console, eventAt, joined, type OpenedSession } from '../../support/command-desk.js';
import type { ApiClient } from '../../support/client.js';
import { HAS_POPPLER, textOf } from '../../support/poppler.js';

const readsPdf = HAS_POPPLER ? it : it.skip;

let desk: CommandDesk;
let session: OpenedSession;
let chief: Console;
let digest: string;
let dissentSeq: number;
let promoted: number;

beforeAll(async () => {
  desk = await CommandDesk.start();
  ({ session, chief } = await desk.command('consultation'));
  const above = await joined(chief, desk.province, 'liaison');
  const field = await joined(chief, desk.county, 'field_member');
  const itemId = randomUUID();
  const items = [
    { itemId, title: '排污口现场情况', presenter: '东光县院', minutes: 15 },
    { itemId: randomUUID(), title: '责任认定' },
  ];
  await chief.cmd('agenda.set', { items, place: '六楼会议室，视频专线' });
  await chief.cmd('agenda.advance');
  const material = (title: string, text: string, more: object = {}) =>
    chief.cmd('material.add', { materialId: randomUUID(), title, text, ...more });
  await material('监测快报', '总磷 1.8 mg/L <b>超标</b>', { agendaItemId: itemId });
  await material('内部研判', '暂不外传的意见', { audience: { kind: 'ORG' } });
  const line = await field.cmd('chat.say', { text: '下游两公里无其他排口' });
  promoted = (await chief.cmd('chat.promote', { seq: line.seq })).seq ?? 0;
  const secret = await chief.cmd('chat.say', { text: '仅本院可见的话', audience: { kind: 'ORG' } });
  await chief.cmd('chat.promote', { seq: secret.seq });
  const conclusionId = randomUUID();
  const draft = await chief.cmd('conclusion.draft', { conclusionId, text: '该厂超标排放总磷', agendaItemId: itemId });
  digest = String((await eventAt(chief, draft.seq)).payload?.['sha256']);
  const meant = { conclusionId, version: 1, sha256: digest };
  await above.cmd('conclusion.sign', meant);
  dissentSeq = (await field.cmd('conclusion.dissent', { ...meant, reason: '样品份数不足' })).seq ?? 0;
  await chief.cmd('conclusion.settle', meant);
}, 120_000);
afterAll(() => desk?.stop());

async function print(client: ApiClient): Promise<Buffer> {
  const path = `${desk.app.url}/api/v1/command-sessions/${session.id}/consultation/minutes.pdf`;
  const response = await fetch(path, { headers: { authorization: `Bearer ${client.token}` } });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  return Buffer.from(await response.arrayBuffer());
}

/** As one line: where a table breaks its cells does not matter here. */
const flat = (pdf: Buffer) => textOf(pdf).replaceAll(/\s+/g, '');

describe('the minutes of a consultation', () => {
  readsPdf('say who took part, what lay before them and what they came to, each line with its number', async () => {
    const pdf = await print(desk.city);
    const target = process.env['SKYDOCKET_KEEP_PDF'];
    if (target) writeFileSync(target, pdf);
    const text = flat(pdf);
    for (const said of [
      '会商研判会议纪要',
      '文号',
      '签发人',
      '审核人',
      '六楼会议室，视频专线',
      '市级',
      '省级',
      '县级',
      '排污口现场情况',
      '15分钟',
      '监测快报',
      '<b>超标</b>',
      '下游两公里无其他排口',
      '仅本院可见的话',
      '该厂超标排放总磷',
      digest,
      '同意并签署',
      '样品份数不足',
      '未表态',
    ])
      expect(text).toContain(said);
    const dissent = textOf(pdf)
      .split('\n')
      .find((line) => line.includes('样品'));
    expect(dissent?.trim().endsWith(String(dissentSeq))).toBe(true);
    expect(text).toContain(String(promoted));
  });

  readsPdf('hold nothing that is not for their reader', async () => {
    const text = flat(await print(desk.county));
    expect(text).toContain('监测快报');
    expect(text).toContain('下游两公里无其他排口');
    for (const secret of ['内部研判', '暂不外传', '仅本院可见']) expect(text).not.toContain(secret);
  });

  it('are the same bytes as long as the record is the same', async () => {
    const [first, again] = [await print(desk.city), await print(desk.city)];
    expect(again.equals(first)).toBe(true);
    await chief.cmd('chat.say', { text: '散会' });
    expect((await print(desk.city)).equals(first)).toBe(false);
  });

  it('are nobody’s who does not see the session, and no other kind’s', async () => {
    const path = (id: string) => `/command-sessions/${id}/consultation/minutes.pdf`;
    expect((await desk.outsider.get(path(session.id))).status).toBe(404);
    const dispatch = await desk.openSession();
    expect((await desk.city.get<{ code: string }>(path(dispatch.id))).body.code).toBe('WRONG_SESSION_KIND');
  });
});
