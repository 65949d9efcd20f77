import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandDesk, Console, eventAt, give, type OpenedSession } from '../../support/command-desk.js';
import {
  bringIn,
  codeOf,
  consultationOf,
  DAY_MS,
  drafted,
  enterExpert,
  tomorrow,
} from '../../support/consultation-desk.js';

let desk: CommandDesk;
beforeAll(async () => {
  desk = await CommandDesk.start();
}, 120_000);
afterAll(() => desk?.stop());

describe('bad input of a consultation', () => {
  /** One line for all: a person’s connections are limited. */
  let session: OpenedSession;
  let chief: Console;
  let expertId: string;
  beforeAll(async () => {
    ({ session, chief } = await desk.command('consultation'));
    expertId = await enterExpert(desk.city, '王工');
  });

  it('is refused in a session of another kind, after right and epoch', async () => {
    const dispatch = await desk.openSession();
    const { id } = dispatch;
    await give(desk.city, id, 'participant.pullIn', { userId: desk.county.user.id, role: 'observer' });
    const agenda = { items: [{ itemId: randomUUID(), title: 'x' }] };
    expect((await give(desk.city, id, 'agenda.set', agenda)).code).toBe('WRONG_SESSION_KIND');
    expect((await give(desk.city, id, 'agenda.set', agenda, { epoch: 9 })).code).toBe('STALE_COMMAND_EPOCH');
    expect((await give(desk.county, id, 'agenda.set', agenda)).code).toBe('FORBIDDEN');
    expect((await consultationOf(desk.city, dispatch)).code).toBe('WRONG_SESSION_KIND');
    expect((await desk.outsider.get(`/command-sessions/${id}/consultation`)).status).toBe(404);
  });

  it.each([
    ['agenda.set', { items: [] }],
    ['agenda.set', { items: Array.from({ length: 51 }, () => ({ itemId: randomUUID(), title: 'x' })) }],
    ['agenda.set', { items: [1, 2].map(() => ({ itemId: '018f2f6e-7c11-7cc3-98c4-dc0c0c07398f', title: 'x' })) }],
    ['agenda.set', { items: [{ itemId: randomUUID(), title: 'x', minutes: 0 }] }],
    ['material.add', { materialId: randomUUID(), title: 'x' }],
    ['material.add', { materialId: randomUUID(), title: 'x', text: 'y', evidenceId: randomUUID() }],
    ['material.add', { materialId: randomUUID(), title: 'x', text: '字'.repeat(10_001) }],
    ['conclusion.draft', { conclusionId: randomUUID(), text: ' ' }],
    ['conclusion.draft', { conclusionId: randomUUID(), text: 'a\0' }],
    ['conclusion.sign', { conclusionId: randomUUID(), version: 1, sha256: 'A'.repeat(64) }],
    ['expert.invite', { expertId: randomUUID(), purpose: 'x' }],
  ])('%s %#: is no payload', async (type, payload) => {
    expect((await give(desk.city, session.id, type, payload)).code).toBe('VALIDATION_FAILED');
  });

  it('is refused for evidence that the giver does not see, or of another case', async () => {
    const add = (evidenceId: string) => chief.cmd('material.add', { materialId: randomUUID(), title: 'x', evidenceId });
    expect(codeOf(await add(randomUUID()))).toBe('NOT_FOUND');
    expect(codeOf(await add((await bringIn(desk.outsider)).id))).toBe('NOT_FOUND');
    expect(codeOf(await add((await bringIn(desk.city)).id))).toBe('EVIDENCE_OF_ANOTHER_CASE');
    const other = await desk.openSession();
    expect(codeOf(await add((await bringIn(desk.city, other.caseId)).id))).toBe('EVIDENCE_OF_ANOTHER_CASE');
  });

  it('is refused for experts that nobody entered or who are not in use, and twice for the same', async () => {
    const invite = (id: string) =>
      give(desk.city, session.id, 'expert.invite', { expertId: id, purpose: 'x', expiresAt: tomorrow() });
    expect((await invite(randomUUID())).code).toBe('EXPERT_UNKNOWN');
    expect((await invite(await enterExpert(desk.city, '停用', { active: false }))).code).toBe('EXPERT_UNKNOWN');
    const both = await Promise.all([invite(expertId), invite(expertId)]);
    expect(both.map(({ code }) => code ?? 'ok').sort()).toEqual(['EXPERT_INVITED', 'ok']);
    const asPerson = { expertId: await enterExpert(desk.city, '本院专家'), purpose: 'x', userId: desk.county.user.id };
    expect((await give(desk.city, session.id, 'expert.invite', asPerson)).status).toBe(201);
    const console = await Console.of(desk.county, session);
    expect(await console.cmd('participant.join')).toMatchObject({ ok: true });
    expect(await drafted(console)).toMatchObject({ version: 1 });
  });

  it('is refused for a material put twice, an item that is on no agenda, and a time to come', async () => {
    const material = { materialId: randomUUID(), title: 'x', text: '<script>alert(1)</script>' };
    const added = await chief.cmd('material.add', material);
    expect((await eventAt(chief, added.seq)).payload).toMatchObject({ text: '<script>alert(1)</script>' });
    expect(codeOf(await chief.cmd('material.add', material))).toBe('MATERIAL_EXISTS');
    const stray = { ...material, materialId: randomUUID(), agendaItemId: randomUUID() };
    expect(codeOf(await chief.cmd('material.add', stray))).toBe('AGENDA_ITEM_UNKNOWN');
    expect(codeOf(await chief.cmd('agenda.advance', { itemId: randomUUID() }))).toBe('AGENDA_ITEM_UNKNOWN');
    expect(codeOf(await chief.cmd('agenda.advance'))).toBe('AGENDA_OVER');
    const later = { occurredAt: new Date(Date.now() + DAY_MS).toISOString() };
    expect(codeOf(await chief.cmd('material.add', { ...material, materialId: randomUUID() }, later))).toBe(
      'OCCURRED_IN_FUTURE',
    );
  });
});
