import type { Outcome } from './connection-step.rules.js';
import type { Gateway } from './gateway-standings.service.js';

/** What an answer shows of each kind. */
const MOST_SHOWN = 20;
/** Above this the times of evidence are open to doubt. */
const APART_MS = 30_000;
const DAY_MS = 24 * 3_600_000;

/** Whether what came was answered as its aircraft need it. */
export function topologyOutcome(gateways: readonly Gateway[]): Outcome {
  const unanswered = gateways.filter(isUnanswered);
  const answered = gateways.filter((gateway) => gateway.contact.topologyAnsweredAt !== null && !isUnanswered(gateway));
  if (unanswered.length === 0)
    return answered.length === 0
      ? { code: 'TOPOLOGY_NOT_SEEN' }
      : { code: 'TOPOLOGY_ANSWERED', facts: { answered: answered.length } };
  const shown = unanswered.slice(0, MOST_SHOWN).map(({ device, standing: { since, refusal } }) => ({
    deviceId: device.id,
    assetCode: device.assetCode,
    since: since?.toISOString() ?? null,
    refusal: refusal && { ...refusal, at: refusal.at.toISOString() },
  }));
  return { code: 'TOPOLOGY_UNANSWERED', facts: { unanswered: unanswered.length, gateways: shown } };
}

/** Its last topology was turned away, or it should have announced one by now. */
function isUnanswered({ contact: { topologyAnsweredAt, topologyRefusedAt }, standing }: Gateway): boolean {
  if (standing.state === 'topology_unanswered') return true;
  return topologyRefusedAt !== null && (topologyAnsweredAt === null || topologyRefusedAt > topologyAnsweredAt);
}

/** Whether the clocks of those heard within a day agree with ours. */
export function clockOutcome(gateways: readonly Gateway[], now: Date): Outcome {
  const heard = gateways
    .flatMap(({ device: { assetCode }, contact: { heardAt, clockAheadMs } }) =>
      heardAt !== null && clockAheadMs !== null && now.getTime() - heardAt.getTime() <= DAY_MS
        ? [{ assetCode, aheadMs: clockAheadMs, heardAt: heardAt.toISOString() }]
        : [],
    )
    .sort((one, other) => Math.abs(other.aheadMs) - Math.abs(one.aheadMs));
  const [worst] = heard;
  if (!worst) return { code: 'CLOCK_NOT_HEARD' };
  const worstSeconds = Math.round(Math.abs(worst.aheadMs) / 1_000);
  const facts = { compared: heard.length, worstSeconds, assetCode: worst.assetCode };
  const apart = heard.filter(({ aheadMs }) => Math.abs(aheadMs) > APART_MS).slice(0, MOST_SHOWN);
  return apart.length > 0 ? { code: 'CLOCK_APART', facts: { ...facts, apart } } : { code: 'CLOCKS_AGREE', facts };
}
