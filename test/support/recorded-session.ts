import { randomUUID } from 'node:crypto';
import { type CommandDesk, type Console, joined, type OpenedSession, orderTo } from './command-desk.js';

export const MARKUP = '<script>alert(1)</script> {reason} 排口异味';
export const SECRETS = { tier: '市级以上知悉', direct: '仅东光知悉', own: '仅省院知悉' } as const;

/** What a session held: people of three tiers, words for some only, an order, a shape, a guest, someone removed. */
export interface RecordedSession {
  readonly session: OpenedSession;
  readonly chief: Console;
  readonly field: Console;
  readonly above: Console;
  readonly orderId: string;
  readonly featureId: string;
  readonly lastSeq: number;
}

export async function recordSession(desk: CommandDesk): Promise<RecordedSession> {
  const { session, chief } = await desk.command();
  const field = await joined(chief, desk.county, 'field_member');
  const above = await joined(chief, desk.province, 'liaison');
  await joined(chief, desk.outsider, 'observer');
  const { orderId, ...order } = orderTo({ userId: desk.county.user.id }, { place: { lon: 116.53, lat: 37.88 } });
  const featureId = randomUUID();
  await all(
    () => chief.cmd('chat.say', { text: MARKUP }),
    () => chief.cmd('chat.say', { text: SECRETS.tier, audience: { kind: 'TIER_AND_UP', tier: 'city' } }),
    () => chief.cmd('chat.say', { text: SECRETS.direct, audience: { kind: 'DIRECT', userIds: [desk.county.user.id] } }),
    () => above.cmd('chat.say', { text: SECRETS.own, audience: { kind: 'ORG' } }),
    () => chief.cmd('order.issue', { orderId, ...order }),
    () => field.cmd('order.acknowledge', { orderId }),
    () => field.cmd('order.onScene', { orderId }),
    () => chief.cmd('map.put', { featureId, geometry: { type: 'Point', coordinates: [116.52, 37.89] }, label: '排口' }),
    () => chief.cmd('participant.remove', { userId: desk.outsider.user.id, reason: '与本案无关' }),
    () => chief.cmd('guest.invite', guestUntil(3_600_000)),
  );
  const lastSeq = chief.follower.events.at(-1)?.seq ?? 0;
  return { session, chief, field, above, orderId, featureId, lastSeq };
}

const guestUntil = (ms: number) => ({
  name: '王工',
  organisation: '省环科院',
  purpose: '研判',
  expiresAt: new Date(Date.now() + ms).toISOString(),
});

async function all(...steps: (() => Promise<{ readonly ok: boolean }>)[]): Promise<void> {
  for (const step of steps) {
    const answer = await step();
    if (!answer.ok) throw new Error(`step: ${JSON.stringify(answer)}`);
  }
}
