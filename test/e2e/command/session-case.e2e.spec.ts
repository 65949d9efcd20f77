import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandDesk, Console, type OpenedSession } from '../../support/command-desk.js';

let desk: CommandDesk;
beforeAll(async () => {
  desk = await CommandDesk.start();
}, 120_000);
afterAll(() => desk?.stop());

const caseSeen = async (caseId: string): Promise<number> => (await desk.outsider.get(`/cases/${caseId}`)).status;

/** A session of the case, and someone of another city's county invited to it. */
async function invited(caseId: string, role: string): Promise<{ chief: Console; guest: Console }> {
  const { body: session } = await desk.city.post<OpenedSession>('/command-sessions', {
    caseId,
    title: '协同',
    kind: 'joint_collection',
  });
  const chief = await Console.of(desk.city, session);
  expect(await chief.cmd('participant.invite', { userId: desk.outsider.user.id, role })).toMatchObject({ ok: true });
  return { chief, guest: await Console.of(desk.outsider, session) };
}

describe('the case file, opened by sessions', () => {
  it('stays open until the last of them is left', async () => {
    const { caseId } = await desk.openSession();
    const [first, second] = [await invited(caseId, 'expert'), await invited(caseId, 'field_lead')];
    for (const { guest } of [first, second]) expect(await guest.cmd('participant.join')).toMatchObject({ ok: true });
    expect(await first.guest.cmd('participant.leave')).toMatchObject({ ok: true });
    expect(await caseSeen(caseId)).toBe(200);
    expect(await second.guest.cmd('participant.leave')).toMatchObject({ ok: true });
    expect(await caseSeen(caseId)).toBe(404);
  });

  it('is open to who joins one in the moment they leave another', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { caseId } = await desk.openSession();
      const [first, second] = [await invited(caseId, 'expert'), await invited(caseId, 'expert')];
      expect(await first.guest.cmd('participant.join')).toMatchObject({ ok: true });
      const both = [first.guest.cmd('participant.leave'), second.guest.cmd('participant.join')];
      expect(await Promise.all(both)).toMatchObject([{ ok: true }, { ok: true }]);
      expect(await caseSeen(caseId)).toBe(200);
      for (const { chief, guest } of [first, second]) [chief, guest].forEach(({ socket }) => socket.disconnect());
    }
  });

  it('follows the role: a bystander who is made deputy gets it, and loses it as an observer', async () => {
    const { caseId } = await desk.openSession();
    const { chief, guest } = await invited(caseId, 'liaison');
    expect(await guest.cmd('participant.join')).toMatchObject({ ok: true });
    expect(await caseSeen(caseId)).toBe(404);
    await chief.cmd('participant.setRole', { userId: desk.outsider.user.id, role: 'deputy' });
    expect(await caseSeen(caseId)).toBe(200);
    await chief.cmd('participant.setRole', { userId: desk.outsider.user.id, role: 'observer' });
    expect(await caseSeen(caseId)).toBe(404);
  });

  it('is not closed by the session to a member, nor by the end of membership to the session', async () => {
    const { caseId } = await desk.openSession();
    const { id: userId } = desk.outsider.user;
    const { guest } = await invited(caseId, 'expert');
    await guest.cmd('participant.join');
    await desk.handler.post(`/cases/${caseId}/members`, { userId });
    expect((await desk.handler.delete(`/cases/${caseId}/members/${userId}`)).status).toBe(204);
    expect(await caseSeen(caseId)).toBe(200);
    await desk.handler.post(`/cases/${caseId}/members`, { userId });
    expect(await guest.cmd('participant.leave')).toMatchObject({ ok: true });
    expect(await caseSeen(caseId)).toBe(200);
    await desk.handler.delete(`/cases/${caseId}/members/${userId}`);
    expect(await caseSeen(caseId)).toBe(404);
  });
});
