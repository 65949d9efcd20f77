import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EquipmentService } from '../../../src/equipment/index.js';
import { UnitOfWork } from '../../../src/platform/index.js';
import {
  type BookingBody,
  type CheckOutBody,
  type PageBody,
  type ProblemBody,
  FreshDevices,
  codeOf,
  fromNow,
} from '../../factories/pool.js';
import { photoOf } from '../../factories/files.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { eventually } from '../../support/time.js';

const signature = 'M0 0L9 9';

interface HandOverBody extends ProblemBody {
  readonly id: string;
  readonly state: string;
  readonly from: { readonly id: string };
  readonly to: { readonly id: string };
  readonly nextCheckOutId: string | null;
}
interface OutBody extends CheckOutBody, ProblemBody {
  readonly holderUnitId: string;
  readonly receivedFromId: string | null;
  readonly nextCheckOutId: string | null;
  readonly batteryOutPercent: number | null;
  readonly conditionOut: string | null;
  readonly signatures: readonly { readonly moment: string; readonly side: string; readonly userId: string }[];
  readonly photos: readonly { readonly fileId: string }[];
}

describe('hand-over in the field', () => {
  let app: TestApp;
  let holder: ApiClient;
  let colleague: ApiClient;
  let helper: ApiClient;
  let outsider: ApiClient;
  let manager: ApiClient;
  let caseId: string;
  beforeAll(async () => {
    app = await TestApp.start();
    [holder, colleague, helper, outsider, manager] = await Promise.all([
      app.as({ role: 'field_officer', unit: '东光县' }),
      app.as({ role: 'tester', unit: '东光县' }),
      app.as({ role: 'field_officer', unit: '献县' }),
      app.as({ role: 'field_officer', unit: '大名县' }),
      app.as({ role: 'equipment_manager', unit: '东光县' }),
    ]);
    const handler = await app.as({ role: 'case_handler', unit: '东光县' });
    const opened = await handler.post<{ id: string }>('/cases', {
      number: '冀东检公益[2026]31号',
      title: 'Drain at the canal',
      domain: 'environment',
      members: [helper.user.id],
    });
    caseId = opened.body.id;
  });
  afterAll(() => app.stop());

  const fresh = new FreshDevices();
  const untouched = (kind = 'mavic-3e') => fresh.next(holder, kind);
  async function takeOut(over: Record<string, unknown> = {}): Promise<OutBody> {
    const { id } = await untouched();
    return (await holder.post<OutBody>('/check-outs', { deviceId: id, ...over })).body;
  }
  const offer = (id: string, to: ApiClient, over: Record<string, unknown> = {}, by = holder) =>
    by.post<HandOverBody>(`/check-outs/${id}/hand-over`, { toUserId: to.user.id, signature, ...over });
  const accept = (id: string, by: ApiClient, body: Record<string, unknown> = { signature }) =>
    by.post<OutBody>(`/check-outs/${id}/accept-hand-over`, body);
  const openOf = async (deviceId: string) => {
    const custodyOf = (tx: Parameters<EquipmentService['openCustody']>[0]) =>
      app.get(EquipmentService).openCustody(tx, deviceId);
    return app.get(UnitOfWork).read(custodyOf);
  };

  it('passes the device on in one instant; until then the first holder stays responsible', async () => {
    const out = await takeOut({ caseId, condition: 'two batteries' });
    const photo = await photoOf(holder);
    const offered = await offer(out.id, colleague, {
      condition: 'propeller nicked',
      batteryPercent: 61,
      photoIds: [photo],
      position: { lon: 116.5, lat: 37.9 },
    });
    expect([offered.status, offered.body.state, offered.body.to.id]).toEqual([201, 'offered', colleague.user.id]);
    expect((await openOf(out.deviceId))?.holderUserId).toBe(holder.user.id);
    const waiting = await colleague.get<PageBody<HandOverBody>>('/hand-overs?mine=true&state=offered');
    expect(waiting.body.items).toEqual([
      expect.objectContaining({ id: offered.body.id, from: expect.objectContaining({ id: holder.user.id }) }),
    ]);

    const accepted = await accept(out.id, colleague, { signature, batteryPercent: 60 });
    expect(accepted.status).toBe(201);
    expect(accepted.body).toMatchObject({
      holder: { id: colleague.user.id },
      receivedFromId: out.id,
      state: 'out',
      bookingId: out.bookingId,
      dueAt: out.dueAt,
      batteryOutPercent: 60,
      conditionOut: 'propeller nicked',
      caseId,
    });
    const first = (await holder.get<OutBody>(`/check-outs/${out.id}`)).body;
    expect(first).toMatchObject({
      state: 'handed_over',
      returnedAt: accepted.body.checkedOutAt,
      nextCheckOutId: accepted.body.id,
    });
    expect(first.photos.map(({ fileId }) => fileId)).toEqual([photo]);
    const second = (await colleague.get<OutBody>(`/check-outs/${accepted.body.id}`)).body;
    expect(second.signatures.map(({ moment, side, userId }) => [moment, side, userId])).toEqual([
      ['hand_over', 'giver', holder.user.id],
      ['hand_over', 'receiver', colleague.user.id],
    ]);
    expect((await colleague.get<BookingBody>(`/bookings/${out.bookingId}`)).body.state).toBe('out');
  });

  it('is listed for the owner of the device and for members of the case, and tells neither the case', async () => {
    const { id: deviceId } = await untouched();
    const owner = await app.as({ role: 'equipment_manager', unit: '大名县' });
    const lent = [owner.user.unit.id, deviceId];
    await app.get(UnitOfWork).read((tx) => tx.execute(`UPDATE device SET unit_id = $1 WHERE id = $2`, lent));
    const out = (await holder.post<OutBody>('/check-outs', { deviceId, caseId })).body;
    const { body: offered } = await offer(out.id, colleague);
    const seenBy = async (client: ApiClient) =>
      (await client.get<PageBody<HandOverBody>>('/hand-overs?state=offered')).body.items.find(
        ({ id }) => id === offered.id,
      );
    for (const reader of [owner, helper, manager]) {
      const shown = await seenBy(reader);
      expect(shown).toMatchObject({ from: { id: holder.user.id }, to: { id: colleague.user.id } });
      expect(JSON.stringify(shown)).not.toContain(caseId);
    }
    expect(await seenBy(await app.as({ role: 'tester', unit: '献县' }))).toBeUndefined();
  });

  it('leaves a chain without gap or overlap, for every instant one holder', async () => {
    const out = await takeOut({ caseId });
    await offer(out.id, colleague);
    const second = (await accept(out.id, colleague)).body;
    await offer(second.id, helper, {}, colleague);
    const third = (await accept(second.id, helper)).body;
    expect(third).toMatchObject({ holder: { id: helper.user.id }, holderUnitId: helper.user.unit.id });
    expect((await holder.post(`/check-outs/${third.id}/hand-back`)).status).toBe(200);

    const history = await holder.get<PageBody<OutBody>>(`/devices/${out.deviceId}/custody`);
    expect(history.body.items.map(({ id, receivedFromId, state }) => [id, receivedFromId, state])).toEqual([
      [third.id, second.id, 'returned'],
      [second.id, out.id, 'handed_over'],
      [out.id, null, 'handed_over'],
    ]);
    const [last, middle, first] = history.body.items as [OutBody, OutBody, OutBody];
    const instants = [first.checkedOutAt, first.returnedAt, middle.returnedAt, last.returnedAt].map((at) =>
      Date.parse(at ?? ''),
    );
    const holders = await app.get(UnitOfWork).read(async (tx) => {
      const found: (string | undefined)[] = [];
      for (const [nth, at] of instants.entries()) {
        for (const moment of [at, at + (nth === 3 ? 0 : 0.5)])
          found.push((await app.get(EquipmentService).custodyAt(tx, out.deviceId, new Date(moment)))?.id);
      }
      return found;
    });
    expect(holders).toEqual([out.id, out.id, second.id, second.id, third.id, third.id, undefined, undefined]);
    expect((await holder.get<BookingBody>(`/bookings/${out.bookingId}`)).body.state).toBe('returned');
  });

  it('to two people at once goes to the first who accepts; the other is told, and one custody is open', async () => {
    for (let round = 0; round < 4; round += 1) {
      const out = await takeOut({ caseId });
      await Promise.all([offer(out.id, colleague), offer(out.id, helper)]);
      const answers = await Promise.all([accept(out.id, colleague), accept(out.id, helper)]);
      expect(answers.map(codeOf).toSorted()).toEqual(['201', '409 HAND_OVER_SETTLED']);
      const winner = answers[0].status === 201 ? colleague : helper;
      expect((await openOf(out.deviceId))?.holderUserId).toBe(winner.user.id);
      const states = (await holder.get<{ handOvers: HandOverBody[] }>(`/check-outs/${out.id}`)).body.handOvers;
      expect(states.map(({ state }) => state).toSorted()).toEqual(['accepted', 'lapsed']);
    }
  });

  it('and hand-back at once: one of the two happens, whole', async () => {
    const outcomes: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const out = await takeOut();
      await offer(out.id, colleague);
      const [accepted, back] = await Promise.all([
        accept(out.id, colleague),
        manager.post<ProblemBody>(`/check-outs/${out.id}/hand-back`),
      ]);
      outcomes.push(`${codeOf(accepted)} | ${codeOf(back)}`);
    }
    const whole = ['201 | 409 ALREADY_HANDED_BACK', '409 HAND_OVER_SETTLED | 200'];
    expect(outcomes.filter((outcome) => !whole.includes(outcome))).toEqual([]);
  });

  it('may be refused and withdrawn; nothing changes hands then', async () => {
    const out = await takeOut();
    await offer(out.id, colleague);
    expect(codeOf(await offer(out.id, colleague))).toBe('409 HAND_OVER_OFFERED_ALREADY');
    const refused = await colleague.post<HandOverBody>(`/check-outs/${out.id}/refuse-hand-over`, {
      reason: 'no licence',
    });
    expect([refused.status, refused.body.state]).toEqual([200, 'refused']);
    expect(codeOf(await accept(out.id, colleague))).toBe('409 HAND_OVER_SETTLED');
    await offer(out.id, colleague);
    const withdrawn = await holder.post<PageBody<HandOverBody>>(`/check-outs/${out.id}/withdraw-hand-over`);
    expect(withdrawn.body.items.map(({ state }) => state)).toEqual(['withdrawn']);
    expect(codeOf(await holder.post(`/check-outs/${out.id}/withdraw-hand-over`))).toBe('409 HAND_OVER_NOT_OFFERED');
    expect(codeOf(await accept(out.id, colleague))).toBe('409 HAND_OVER_SETTLED');
    expect((await openOf(out.deviceId))?.id).toBe(out.id);
  });

  it('is for the holder to offer, to people of the unit that booked or of the case', async () => {
    const out = await takeOut();
    expect(codeOf(await offer(out.id, helper))).toBe('422 HAND_OVER_RECEIVER_OUTSIDE');
    expect(codeOf(await offer(out.id, holder))).toBe('422 HAND_OVER_TO_SELF');
    expect(codeOf(await offer(out.id, colleague, {}, manager))).toBe('403 HAND_OVER_NOT_HOLDER');
    expect(codeOf(await offer(out.id, colleague, {}, outsider))).toBe('404 NOT_FOUND');
    expect(codeOf(await accept(out.id, outsider))).toBe('404 NOT_FOUND');
    const system = await app.as({ role: 'system_admin', unit: '河北省' });
    expect(codeOf(await offer(out.id, system))).toBe('422 HAND_OVER_RECEIVER_UNFIT');
    expect(codeOf(await offer(out.id, colleague, { signature: 'signed' }))).toBe('422 SIGNATURE_UNREADABLE');
    expect((await holder.post(`/check-outs/${out.id}/hand-over`, { toUserId: colleague.user.id })).status).toBe(400);
    expect(codeOf(await offer(out.id, colleague, { photoIds: [holder.user.id] }))).toBe('422 FILE_UNKNOWN');
    expect((await holder.get<{ handOvers: unknown[] }>(`/check-outs/${out.id}`)).body.handOvers).toEqual([]);
  });

  it('to a member of the case is not accepted once the membership is over', async () => {
    const out = await takeOut({ caseId });
    await offer(out.id, helper);
    const handler = await app.as({ role: 'case_handler', unit: '东光县' });
    await handler.delete(`/cases/${caseId}/members/${helper.user.id}`);
    expect(codeOf(await accept(out.id, helper))).toBe('422 HAND_OVER_RECEIVER_OUTSIDE');
    await handler.post(`/cases/${caseId}/members`, { userId: helper.user.id });
    expect(codeOf(await accept(out.id, helper))).toBe('201');
  });

  it('ends with the hand-back, and cannot be offered after it', async () => {
    const out = await takeOut();
    await offer(out.id, colleague);
    await holder.post(`/check-outs/${out.id}/hand-back`);
    expect(codeOf(await accept(out.id, colleague))).toBe('409 HAND_OVER_SETTLED');
    expect(codeOf(await offer(out.id, colleague))).toBe('409 ALREADY_HANDED_BACK');
  });

  it('of a device that is late makes the receiver late', async () => {
    const out = await takeOut({ dueAt: fromNow(1) });
    await app
      .get(UnitOfWork)
      .read((tx) =>
        tx.execute(
          `UPDATE custody SET checked_out_at = now() - interval '2 hours', due_at = now() - interval '1 hour' WHERE id = $1`,
          [out.id],
        ),
      );
    await offer(out.id, colleague);
    expect((await accept(out.id, colleague)).body.state).toBe('overdue');
  });

  it('is told to both sides, and to the audit with digests of what was signed', async () => {
    const out = await takeOut({ caseId });
    await offer(out.id, colleague);
    await accept(out.id, colleague);
    await eventually(async () => {
      const codesOf = async (client: ApiClient) => {
        const { body } = await client.get<PageBody<{ code: string; subject: { id: string } }>>('/me/notices?limit=200');
        return body.items.filter(({ subject }) => subject.id === out.id).map(({ code }) => code);
      };
      expect(await codesOf(colleague)).toEqual(['HAND_OVER_OFFERED']);
      expect(await codesOf(holder)).toEqual(['HAND_OVER_ACCEPTED']);
    });
    const [fact] = await app
      .get(UnitOfWork)
      .read((tx) =>
        tx.query<{ details: Record<string, unknown> }>(
          `SELECT details FROM audit_entry WHERE subject_id = $1 AND action = 'equipment.handOver'`,
          [out.deviceId],
        ),
      );
    expect(fact?.details).toMatchObject({
      custodyId: out.id,
      nextHolderUserId: colleague.user.id,
      signatures: [{ side: 'receiver', userId: colleague.user.id, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
  });
});
