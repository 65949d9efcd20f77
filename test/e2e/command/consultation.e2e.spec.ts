import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalJson, UnitOfWork } from '../../../src/platform/index.js';
import {
  chainVerdict,
  CommandDesk,
  eventAt,
  give,
  joined,
  type OpenedSession,
  recordOf,
} from '../../support/command-desk.js';
import {
  bringIn,
  codeOf,
  consultationOf,
  drafted,
  enterExpert,
  type Meant,
  tomorrow,
} from '../../support/consultation-desk.js';

let desk: CommandDesk;
beforeAll(async () => {
  desk = await CommandDesk.start();
}, 120_000);
afterAll(() => desk?.stop());

async function asGuest(method: string, path: string, token: string, body?: object) {
  const response = await fetch(`${desk.app.url}/api/v1/command-guests/${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** The expert of the register as a guest who has entered. */
async function guestOf(session: OpenedSession, maySpeak = true): Promise<{ guestId: string; token: string }> {
  const payload = { expertId: await enterExpert(desk.city, '李工'), purpose: '咨询', expiresAt: tomorrow(), maySpeak };
  const { body } = await give(desk.city, session.id, 'expert.invite', payload);
  const entered = await fetch(`${desk.app.url}/api/v1/command-guests/enter`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: body.token }),
  });
  const { accessToken } = (await entered.json()) as { accessToken: string };
  return { guestId: body.guestId ?? '', token: accessToken };
}

describe('a consultation', () => {
  it('goes its whole way with three tiers and an expert from outside', async () => {
    const { session, chief } = await desk.command('consultation');
    const above = await joined(chief, desk.province, 'liaison');
    const scribe = await joined(chief, desk.handler, 'scribe');
    const field = await joined(chief, desk.county, 'field_member');
    const guest = await guestOf(session);
    const [first, second] = [randomUUID(), randomUUID()];
    const items = [
      { itemId: first, title: '现场情况', presenter: '东光县院', minutes: 15 },
      { itemId: second, title: '<b>结论</b>' },
    ];
    expect(await chief.cmd('agenda.set', { items, place: '六楼会议室' })).toMatchObject({ ok: true });
    expect(await chief.cmd('agenda.advance')).toMatchObject({ ok: true });
    const photo = await bringIn(desk.city, session.caseId);
    const added = await chief.cmd('material.add', {
      materialId: randomUUID(),
      title: '排污口照片',
      evidenceId: photo.id,
      agendaItemId: first,
    });
    expect((await eventAt(field, added.seq)).payload).toMatchObject({ kind: 'photo', sha256: photo.sha256 });
    const said = { materialId: randomUUID(), title: '内部意见', text: '暂不公开', audience: { kind: 'ORG' } };
    expect(await chief.cmd('material.add', said)).toMatchObject({ ok: true });
    expect(await chief.cmd('agenda.advance')).toMatchObject({ ok: true });

    const meant = await drafted(scribe);
    expect(await above.cmd('conclusion.sign', meant)).toMatchObject({ ok: true });
    const again = { conclusionId: meant.conclusionId, text: '该厂向南运河超标排放总磷', baseVersion: 1 };
    const changed = (await eventAt(scribe, (await scribe.cmd('conclusion.draft', again)).seq)).payload as unknown;
    const { sha256 } = changed as Meant;
    const canonical = canonicalJson({
      sessionId: session.id,
      conclusionId: meant.conclusionId,
      version: 2,
      agendaItemId: null,
      text: again.text,
    });
    expect(sha256).toBe(createHash('sha256').update(canonical, 'utf8').digest('hex'));
    const present = { conclusionId: meant.conclusionId, version: 2, sha256 };
    expect(codeOf(await above.cmd('conclusion.sign', meant))).toBe('CONCLUSION_CHANGED');
    expect(codeOf(await chief.cmd('conclusion.settle', present))).toBe('CONCLUSION_UNSIGNED');
    expect(await above.cmd('conclusion.sign', present)).toMatchObject({ ok: true });
    expect(await field.cmd('conclusion.dissent', { ...present, reason: '样品不足' })).toMatchObject({ ok: true });
    const answer = { ...present, cmdId: randomUUID(), stance: 'signed' };
    const signed = await asGuest('POST', 'consultation/answers', guest.token, answer);
    expect(signed).toMatchObject({ status: 201, body: { ok: true } });
    expect((await asGuest('POST', 'consultation/answers', guest.token, answer)).body).toMatchObject({
      seq: signed.body['seq'],
      duplicate: true,
    });
    const settled = await chief.cmd('conclusion.settle', present);
    expect((await eventAt(chief, settled.seq)).payload).toMatchObject({
      text: again.text,
      signed: [
        { speakerId: desk.province.user.id },
        { name: '李工', organisation: expect.stringContaining('省环科院') },
      ],
      dissented: [{ speakerId: desk.county.user.id, reason: '样品不足' }],
      silent: expect.arrayContaining([expect.objectContaining({ speakerId: desk.city.user.id })]),
    });
    expect(codeOf(await chief.cmd('conclusion.sign', present))).toBe('BAD_STATE');
    expect(codeOf(await scribe.cmd('conclusion.draft', { ...again, baseVersion: 2 }))).toBe('BAD_STATE');

    const whole = await consultationOf(desk.city, session);
    expect(whole).toMatchObject({
      place: '六楼会议室',
      agenda: [
        { title: '现场情况', state: 'done' },
        { title: '<b>结论</b>', state: 'under_way' },
      ],
      experts: [{ name: '李工', guestState: 'entered' }],
      conclusions: [{ state: 'settled', version: 2, sha256, earlier: [{ version: 1 }] }],
    });
    expect(whole.conclusions[0]?.voices.map(({ stance }) => stance)).toEqual(['signed', 'dissented', 'signed']);
    expect(whole.materials).toHaveLength(2);
    expect((await consultationOf(desk.county, session)).materials).toMatchObject([
      { title: '排污口照片', sha256: photo.sha256 },
    ]);
    const record = await recordOf(desk.city, session.id);
    expect(chainVerdict(session.id, record)).toMatchObject({ ok: true });
    expect(record.find(({ seq }) => seq === signed.body['seq'])?.actor).toMatchObject({ kind: 'guest', name: '李工' });
  }, 60_000);

  it('shows a guest the present wordings whenever they came, and neither evidence nor what is for the organ', async () => {
    const { session, chief } = await desk.command('consultation');
    const meant = await drafted(chief);
    const photo = await bringIn(desk.city, session.caseId);
    const put = { materialId: randomUUID(), title: '照片', evidenceId: photo.id };
    await chief.cmd('material.add', put);
    await chief.cmd('material.add', {
      ...put,
      materialId: randomUUID(),
      audience: { kind: 'TIER_AND_UP', tier: 'county' },
    });
    const guest = await guestOf(session);
    const { body } = await asGuest('GET', 'consultation', guest.token);
    expect(body).toMatchObject({
      materials: [{ materialId: put.materialId, title: '照片', text: null }],
      conclusions: [{ ...meant, ownStance: null }],
    });
    expect(JSON.stringify(body)).not.toContain(photo.id);
    expect(JSON.stringify(body)).not.toContain(photo.sha256);
    const dissent = { ...meant, cmdId: randomUUID(), stance: 'dissented', reason: '方法不当' };
    const first = await asGuest('POST', 'consultation/answers', guest.token, dissent);
    expect(first.status).toBe(201);
    expect((await asGuest('POST', 'consultation/answers', guest.token, dissent)).body).toMatchObject({
      seq: first.body['seq'],
      duplicate: true,
    });
    const signed = { ...meant, cmdId: dissent.cmdId, stance: 'signed' };
    const changes = [
      { reason: '另一理由' },
      { version: 2 },
      { sha256: 'b'.repeat(64) },
      { conclusionId: randomUUID() },
    ];
    for (const reused of [signed, ...changes.map((change) => ({ ...dissent, ...change }))])
      expect((await asGuest('POST', 'consultation/answers', guest.token, reused)).body['code']).toBe('CMD_ID_REUSED');
    expect((await asGuest('GET', 'consultation', guest.token)).body).toMatchObject({
      conclusions: [{ ownStance: 'dissented' }],
    });
    const other = { ...meant, cmdId: randomUUID(), stance: 'signed' };
    expect((await asGuest('POST', 'consultation/answers', guest.token, other)).body['code']).toBe(
      'CONCLUSION_ANSWERED',
    );
    expect(await chief.cmd('guest.revoke', { guestId: guest.guestId })).toMatchObject({ ok: true });
    expect((await asGuest('POST', 'consultation/answers', guest.token, other)).status).toBe(401);
  });

  it('takes a signature over this wording alone, from those who may speak, once', async () => {
    const { session, chief } = await desk.command('consultation');
    const observer = await joined(chief, desk.county, 'observer');
    const liaison = await joined(chief, desk.province, 'liaison');
    const meant = await drafted(chief);
    const mute = await guestOf(session, false);
    const answer = { ...meant, cmdId: randomUUID(), stance: 'signed' };
    expect((await asGuest('POST', 'consultation/answers', mute.token, answer)).status).toBe(403);
    expect(codeOf(await observer.cmd('conclusion.sign', meant))).toBe('FORBIDDEN');
    expect(codeOf(await liaison.cmd('conclusion.draft', { conclusionId: randomUUID(), text: 'x' }))).toBe('FORBIDDEN');
    const foreign = { ...meant, sha256: 'b'.repeat(64) };
    expect(codeOf(await liaison.cmd('conclusion.sign', foreign))).toBe('CONCLUSION_CHANGED');
    expect(codeOf(await liaison.cmd('conclusion.sign', { ...meant, conclusionId: randomUUID() }))).toBe(
      'CONCLUSION_UNKNOWN',
    );
    expect(codeOf(await liaison.cmd('conclusion.dissent', meant))).toBe('VALIDATION_FAILED');
    expect(await liaison.cmd('conclusion.sign', meant)).toMatchObject({ ok: true });
    expect(codeOf(await liaison.cmd('conclusion.dissent', { ...meant, reason: '改变主意' }))).toBe(
      'CONCLUSION_ANSWERED',
    );
    expect(codeOf(await liaison.cmd('conclusion.settle', meant))).toBe('FORBIDDEN');
    const refused = await desk.app
      .get(UnitOfWork)
      .read((tx) =>
        tx.query<{ action: string }>(
          `SELECT DISTINCT action FROM audit_entry WHERE subject_id = $1 AND outcome = 'refused' ORDER BY action`,
          [session.id],
        ),
      );
    expect(refused.map(({ action }) => action)).toEqual([
      'command.conclusion.draft',
      'command.conclusion.settle',
      'command.conclusion.sign',
      'command.guestAnswer',
    ]);
  });

  it('goes on being answered while it is suspended, but not worded', async () => {
    const { chief } = await desk.command('consultation');
    const meant = await drafted(chief);
    await chief.cmd('session.suspend');
    expect(await chief.cmd('conclusion.sign', meant)).toMatchObject({ ok: true });
    const again = { conclusionId: meant.conclusionId, text: 'y', baseVersion: 1 };
    expect(codeOf(await chief.cmd('conclusion.draft', again))).toBe('BAD_STATE');
  });
});

describe('two at once', () => {
  it('who sign are both heard', async () => {
    const { session, chief } = await desk.command('consultation');
    const others = [await joined(chief, desk.province, 'liaison'), await joined(chief, desk.county, 'pilot')];
    const meant = await drafted(chief);
    const answers = await Promise.all([chief, ...others].map((console) => console.cmd('conclusion.sign', meant)));
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect((await consultationOf(desk.city, session)).conclusions[0]?.voices).toHaveLength(3);
  });

  it('of whom one signs and one changes: no signature stands under a wording that was not read', async () => {
    const { session, chief } = await desk.command('consultation');
    const scribe = await joined(chief, desk.handler, 'scribe');
    for (let round = 0; round < 6; round += 1) {
      const meant = await drafted(chief, `第 ${round} 项`);
      const again = { conclusionId: meant.conclusionId, text: `第 ${round} 项，改`, baseVersion: 1 };
      const sign = () => chief.cmd('conclusion.sign', meant);
      const change = () => scribe.cmd('conclusion.draft', again);
      const [signed, changed] =
        round % 2 === 0 ? await Promise.all([sign(), change()]) : (await Promise.all([change(), sign()])).toReversed();
      expect(changed).toMatchObject({ ok: true });
      expect([undefined, 'CONCLUSION_CHANGED']).toContain(signed && codeOf(signed));
      const { conclusions } = await consultationOf(desk.city, session);
      const present = conclusions.find(({ conclusionId }) => conclusionId === meant.conclusionId);
      expect(present).toMatchObject({ version: 2, voices: [] });
    }
    const strays = await desk.app.get(UnitOfWork).read((tx) =>
      tx.query(
        `SELECT FROM conclusion_voice o JOIN conclusion_version v USING (session_id, conclusion_id, version)
         WHERE o.session_id = $1 AND o.sha256 <> v.sha256`,
        [session.id],
      ),
    );
    expect(strays).toEqual([]);
  });

  it('who word the same conclusion: one of them is told, and what they settle is settled once', async () => {
    const { chief } = await desk.command('consultation');
    const scribe = await joined(chief, desk.handler, 'scribe');
    const meant = await drafted(chief);
    const again = (text: string) => ({ conclusionId: meant.conclusionId, text, baseVersion: 1 });
    const worded = await Promise.all([
      chief.cmd('conclusion.draft', again('甲')),
      scribe.cmd('conclusion.draft', again('乙')),
    ]);
    expect(worded.map((ack) => codeOf(ack) ?? 'ok').sort()).toEqual(['CONCLUSION_CHANGED', 'ok']);
    const fresh = await drafted(chief);
    await chief.cmd('conclusion.sign', fresh);
    const settled = await Promise.all([1, 2].map(() => chief.cmd('conclusion.settle', fresh)));
    expect(settled.map((ack) => codeOf(ack) ?? 'ok').sort()).toEqual(['BAD_STATE', 'ok']);
  });

  it('who advance the agenda leave one item under way', async () => {
    const { session, chief } = await desk.command('consultation');
    const deputy = await joined(chief, desk.handler, 'deputy');
    const items = ['一', '二', '三'].map((title) => ({ itemId: randomUUID(), title }));
    await chief.cmd('agenda.set', { items });
    await Promise.all([chief, deputy].map((console) => console.cmd('agenda.advance')));
    expect((await consultationOf(desk.city, session)).agenda.map(({ state }) => state)).toEqual([
      'done',
      'under_way',
      'planned',
    ]);
    expect(codeOf(await chief.cmd('agenda.set', { items: items.slice(1) }))).toBe('AGENDA_ITEM_BEGUN');
  });
});
