import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../support/client.js';
import { CommandDesk, joined, type OpenedSession, orderTo } from '../../support/command-desk.js';
import { fly } from '../evidence/evidence-kit.js';

interface Position {
  readonly deviceId: string;
  readonly assetCode: string;
  readonly at: string;
  readonly lon: number;
}

interface Page {
  readonly frames: readonly {
    readonly t: string;
    readonly events: readonly { type?: string }[];
    readonly positions: readonly Position[];
  }[];
  readonly gaps: readonly { readonly from: string; readonly to: string }[];
  readonly positionsCut: boolean;
}

let desk: CommandDesk;
beforeAll(async () => {
  desk = await CommandDesk.start();
}, 120_000);
afterAll(() => desk?.stop());

const replay = async (client: ApiClient, { id }: OpenedSession, query = 'stepMs=100') =>
  (await client.get<Page>(`/command-sessions/${id}/replay?${query}`)).body;

describe('positions in a replay', () => {
  it('are those of devices that people of the session had out for its case, while they had them', async () => {
    const { session, chief } = await desk.command();
    const field = await joined(chief, desk.county, 'field_member');
    const { body } = await desk.county.get<{ items: { id: string }[] }>(`/devices?unit=${desk.county.user.unit.id}`);
    const [ours, theirs] = body.items.map(({ id }) => id);
    const take = (deviceId: string | undefined, more: object) =>
      desk.county.post<{ id: string }>('/check-outs', { deviceId, purpose: '取证', ...more });
    const out = await take(ours, { caseId: session.caseId });
    const other = await take(theirs, {});
    expect([out.status, other.status]).toEqual([201, 201]);
    const begin = Date.now();
    const order = orderTo({ userId: desk.county.user.id });
    await chief.cmd('order.issue', order);
    await field.cmd('order.acknowledge', { orderId: order.orderId });
    const frame = (ms: number, lon: number) => ({
      at: new Date(begin + ms),
      lon,
      lat: 37.9,
      heightAboveTakeoffMetres: 80,
      headingDegrees: 90,
    });
    await fly(desk.app, ours ?? '', [frame(-3_600_000, 100), frame(5, 116.5), frame(30, 116.6)]);
    await fly(desk.app, theirs ?? '', [frame(5, 110)]);
    await new Promise((done) => setTimeout(done, 300));
    await field.cmd('participant.leave');
    // Still theirs, but no longer of the session.
    await fly(desk.app, ours ?? '', [frame(Date.now() - begin + 5, 116.7)]);
    await new Promise((done) => setTimeout(done, 300));
    expect((await desk.county.post(`/check-outs/${out.body.id}/hand-back`, {})).status).toBeLessThan(300);
    await fly(desk.app, ours ?? '', [frame(60_000, 120)]);
    await chief.cmd('chat.say', { text: '结束' });
    const page = await replay(desk.city, session);
    const positions = page.frames.flatMap((one) => one.positions.map((position) => ({ ...position, t: one.t })));
    expect(new Set(positions.map(({ deviceId }) => deviceId))).toEqual(new Set([ours]));
    expect(positions.at(-1)?.lon).toBe(116.6);
    expect(positions.filter(({ lon }) => lon !== 116.6 && lon !== 116.5)).toEqual([]);
    expect(positions.every(({ t, at }) => Date.parse(at) <= Date.parse(t))).toBe(true);
    expect(positions.every(({ assetCode }) => assetCode !== '')).toBe(true);
    expect(page.positionsCut).toBe(false);
    expect((await replay(desk.outsider, session)).frames).toBeUndefined();
  });
});
