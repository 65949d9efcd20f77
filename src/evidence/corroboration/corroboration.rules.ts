import { type Finding, checkResult, unknown } from './check-result.js';
import { checkDeviceClock, checkReceipt } from './clock-checks.rules.js';
import type { Words } from '../metadata/claim.types.js';
import type {
  Check,
  CheckResult,
  Corroboration,
  CorroborationFacts,
  PictureClaims,
  Verdict,
} from './corroboration.types.js';
import { checkCustody, checkSerial } from './custody-checks.rules.js';
import { checkFlightHeight, checkFlightPeriod, checkFlightVolume } from './flight-checks.rules.js';
import { checkSun } from './sun-checks.rules.js';
import { checkTrackHeading, checkTrackHeight, checkTrackPosition } from './track-checks.rules.js';

const CHECKED_BY: Readonly<Record<Check, (claims: PictureClaims, facts: CorroborationFacts) => Finding>> = {
  DEVICE_SERIAL: checkSerial,
  CUSTODY: checkCustody,
  FLIGHT_PERIOD: checkFlightPeriod,
  FLIGHT_VOLUME: checkFlightVolume,
  FLIGHT_HEIGHT: checkFlightHeight,
  TRACK_POSITION: checkTrackPosition,
  TRACK_HEIGHT: checkTrackHeight,
  TRACK_HEADING: checkTrackHeading,
  CLOCK_RECEIPT: checkReceipt,
  CLOCK_DEVICE: checkDeviceClock,
  SUN_DAYLIGHT: checkSun,
};

/**
 * Holds what a picture claims against custody, flight plan, track and clocks. One contradiction makes the whole
 * inconsistent; without any agreement it stays unknown. How much an agreement is worth stands with each check.
 */
export function corroborate(claims: PictureClaims, facts: CorroborationFacts): Corroboration {
  const checks = (Object.keys(CHECKED_BY) as Check[]).map((check) =>
    checkResult(check, CHECKED_BY[check](claims, facts)),
  );
  return summedUp(checks, claims);
}

/** Checks that tell who had the device, where it was, or what it was planned for. */
const RESTS_ON_ORIGIN: readonly Check[] = [
  'CUSTODY',
  'FLIGHT_PERIOD',
  'FLIGHT_VOLUME',
  'FLIGHT_HEIGHT',
  'TRACK_POSITION',
  'TRACK_HEIGHT',
  'TRACK_HEADING',
  'CLOCK_DEVICE',
];

/**
 * The result for a reader whose business the device was not. No verdict on these checks either: asked often enough with
 * made-up pictures, yes and no give the track away. That nobody had the device is no secret.
 */
export function withheld({ checks }: Corroboration, claims: Pick<PictureClaims, 'zone'>): Corroboration {
  const shown = checks.map((result) => {
    const secret = RESTS_ON_ORIGIN.includes(result.check) && result.reason !== 'HELD_BY_NOBODY';
    return secret ? checkResult(result.check, unknown('WITHHELD')) : result;
  });
  return summedUp(shown, claims);
}

function summedUp(checks: readonly CheckResult[], claims: Pick<PictureClaims, 'zone'>): Corroboration {
  const count = (verdict: Verdict): number => checks.filter((result) => result.verdict === verdict).length;
  const counts = { consistent: count('consistent'), inconsistent: count('inconsistent'), unknown: count('unknown') };
  return { verdict: overall(counts), counts, words: summary(checks, counts, claims), checks };
}

function overall({ consistent, inconsistent }: Corroboration['counts']): Verdict {
  if (inconsistent > 0) return 'inconsistent';
  return consistent > 0 ? 'consistent' : 'unknown';
}

function summary(
  checks: readonly CheckResult[],
  counts: Corroboration['counts'],
  { zone }: Pick<PictureClaims, 'zone'>,
): Words {
  const agreeing = checks.filter(({ verdict }) => verdict === 'consistent');
  const parts: Words[] = [
    {
      zh: `${checks.length} 项核对:${counts.consistent} 项相符,${counts.inconsistent} 项不符,${counts.unknown} 项无法判断。`,
      en: `${checks.length} checks: ${counts.consistent} consistent, ${counts.inconsistent} inconsistent, ${counts.unknown} unknown.`,
    },
  ];
  if (agreeing.length > 0 && !agreeing.some(({ independence }) => independence === 'independent')) {
    parts.push({
      zh: '没有一项相符来自独立第三方:与本机接收机或本方记录相符,证明力有限。',
      en: 'No agreement comes from an independent party: agreeing with the device’s own receiver or with our own records proves little.',
    });
  }
  if (zone === 'assumed') {
    parts.push({
      zh: '照片未记录时区,按北京时间推定。',
      en: 'The picture records no time zone; Asia/Shanghai was assumed.',
    });
  }
  return { zh: parts.map(({ zh }) => zh).join(''), en: parts.map(({ en }) => en).join(' ') };
}
