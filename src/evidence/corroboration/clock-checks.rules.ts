import { type Finding, unknown } from './check-result.js';
import type { CorroborationFacts, PictureClaims } from './corroboration.types.js';

const RECEIPT_ALLOWED_MINUTES = 5;
/** Samples this near to the capture tell what the device's clock showed then. */
const OBSERVED_WITHIN_MS = 120_000;
/** A sample received this long after its own time was not sent live and says nothing about the clock. */
const LIVE_WITHIN_SECONDS = 900;
const DEVICE_CLOCK_ALLOWED_SECONDS = 60;

/** A picture cannot be older in our hands than in the camera's. */
export function checkReceipt({ capturedAt, receivedAt }: PictureClaims): Finding {
  if (!capturedAt) return unknown('NO_CAPTURE_TIME');
  const minutesToReceipt = (receivedAt.getTime() - capturedAt.getTime()) / 60_000;
  const thresholds = { allowedMinutes: RECEIPT_ALLOWED_MINUTES };
  return minutesToReceipt >= -RECEIPT_ALLOWED_MINUTES
    ? {
        verdict: 'consistent',
        reason: 'BEFORE_RECEIPT',
        independence: 'same_party',
        numbers: { minutesToReceipt },
        thresholds,
      }
    : {
        verdict: 'inconsistent',
        reason: 'AFTER_RECEIPT',
        independence: 'same_party',
        numbers: { minutesAfterReceipt: -minutesToReceipt },
        thresholds,
      };
}

/** What the device's clock showed against ours while it reported live around the capture; positive: it was slow. */
export function checkDeviceClock({ capturedAt }: PictureClaims, { device, track }: CorroborationFacts): Finding {
  if (!device) return unknown('NO_DEVICE');
  if (!capturedAt) return unknown('NO_CAPTURE_TIME');
  const delaysSeconds = (track?.samples ?? [])
    .filter(({ at }) => Math.abs(at.getTime() - capturedAt.getTime()) <= OBSERVED_WITHIN_MS)
    .flatMap(({ at, receivedAt }) => (receivedAt ? [(receivedAt.getTime() - at.getTime()) / 1000] : []))
    .filter((seconds) => Math.abs(seconds) <= LIVE_WITHIN_SECONDS);
  if (!track || delaysSeconds.length === 0) return unknown('CLOCK_NOT_OBSERVED');
  const offsetSeconds = median(delaysSeconds);
  const finding = {
    independence: 'same_party',
    numbers: { offsetSeconds, messages: delaysSeconds.length },
    thresholds: { allowedSeconds: DEVICE_CLOCK_ALLOWED_SECONDS },
    references: [{ kind: 'track', id: track.deviceId }],
  } as const;
  return Math.abs(offsetSeconds) <= DEVICE_CLOCK_ALLOWED_SECONDS
    ? { verdict: 'consistent', reason: 'DEVICE_CLOCK_AGREES', ...finding }
    : { verdict: 'inconsistent', reason: 'DEVICE_CLOCK_DIFFERS', ...finding };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [below = 0, above = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return (below + above) / 2;
}
