import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CheckOutBody, DeviceBody, PageBody } from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

interface DamageBody {
  readonly id: string;
  readonly deviceId: string;
  readonly state: string;
  readonly holdsDevice: boolean;
  readonly entries: readonly { readonly photoIds: readonly string[] }[];
}

describe('what a newcomer finds of lending', () => {
  let app: TestApp;
  let manager: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    manager = await app.as({ role: 'equipment_manager' });
  });
  afterAll(() => app.stop());

  const itemsOf = async <T>(path: string) => (await manager.get<PageBody<T>>(path)).body.items;

  it('devices that are out and signed for, one of them overdue', async () => {
    const out = await itemsOf<CheckOutBody & { signedOut: boolean }>('/check-outs?open=true');
    expect(out.map(({ state, signedOut }) => `${state} ${signedOut}`).toSorted()).toEqual([
      'out true',
      'out true',
      'overdue true',
    ]);
  });

  it('a loan on its way, with its slip', async () => {
    const [journey, ...others] = await itemsOf<{ bookingId: string; state: string; waybill: string }>('/loan-journeys');
    expect([journey?.state, journey?.waybill, others]).toEqual(['in_transit', 'DEMO-2026-0001', []]);
    const slip = await manager.get(`/bookings/${journey?.bookingId}/loan-slip`);
    expect([slip.status, slip.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  });

  it('a damage with its photo, and one that keeps its device in repair until it is closed', async () => {
    const [decided, open] = (await itemsOf<DamageBody>('/damages')) as [DamageBody, DamageBody];
    expect([decided.state, decided.holdsDevice, open.state, open.holdsDevice]).toEqual([
      'decided',
      true,
      'reported',
      false,
    ]);
    const { body } = await manager.get<DamageBody>(`/damages/${open.id}`);
    expect(body.entries.map(({ photoIds }) => photoIds.length)).toEqual([1]);
    const stateOf = async () =>
      (await manager.get<DeviceBody & { state: string }>(`/devices/${decided.deviceId}`)).body;
    expect((await stateOf()).state).toBe('maintenance');
    expect((await manager.post(`/damages/${decided.id}/close`, { note: '已修复' })).status).toBe(200);
    expect((await stateOf()).state).toBe('in_service');
  });

  it('memory cards in every state, each with its chain', async () => {
    const cards = await itemsOf<{ id: string; state: string }>('/media-cards');
    const pasts: Record<string, string> = {};
    for (const { id, state } of cards) {
      const chain = await itemsOf<{ event: string }>(`/media-cards/${id}/chain`);
      pasts[state] = chain.map(({ event }) => event).join(' ');
    }
    expect(pasts).toEqual({
      in_use: 'registered inserted listed',
      sealed: 'registered listed sealed',
      handed_over: 'registered listed sealed handed_over',
      cleared: 'registered cleared',
    });
  });
});
