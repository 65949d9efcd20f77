import { distanceMetres as groundMetres } from '../../geo/index.js';
import { degreesBetween } from './angle.rules.js';
import { type Finding, unknown } from './check-result.js';
import type { CorroborationFacts, Independence, PictureClaims, Reference, TrackFacts } from './corroboration.types.js';
import { type TrackMoment, trackAt } from './track-match.rules.js';

/** Two readings of one receiver, rounded and filtered differently. */
const POSITION_ALLOWED_METRES = 15;
/** EXIF counts whole seconds, and the camera's clock may be one off the controller's. */
const CLOCK_ALLOWED_SECONDS = 2;
const HEIGHT_ALLOWED_METRES = 10;
const HEADING_ALLOWED_DEGREES = 20;
/** Beyond this a gimbal that follows the nose has been turned, or the picture is another's: the numbers alone cannot tell. */
const GIMBAL_FOLLOWS_WITHIN_DEGREES = 30;

const INDEPENDENCE_OF: Readonly<Record<TrackFacts['writtenBy'], Independence>> = {
  own_receiver: 'same_receiver',
  own_party: 'same_party',
  third_party: 'independent',
};

interface Matched {
  readonly moment: TrackMoment;
  readonly independence: Independence;
  readonly references: readonly [Reference];
}

/** Metres on the ground between the picture's position and the track's at that second. */
export function checkTrackPosition(claims: PictureClaims, facts: CorroborationFacts): Finding {
  return againstTracks(claims, facts, positionFinding);
}

function positionFinding(claims: PictureClaims, { moment, references, ...matched }: Matched): Finding {
  // A person of ours said where it was: that is not what the receiver wrote into the picture.
  const isByHand = claims.positionSource === 'manual' && matched.independence === 'same_receiver';
  const independence = isByHand ? 'same_party' : matched.independence;
  if (!claims.position) return unknown('NO_POSITION', { independence, references });
  if (claims.positionSource === 'telemetry') return unknown('POSITION_FROM_TRACK', { independence, references });
  const distanceMetres = groundMetres(claims.position, moment);
  const { speedMetresPerSecond, secondsToSample, gapSeconds } = moment;
  const allowedSeconds = Math.max(CLOCK_ALLOWED_SECONDS, gapSeconds / 2);
  const allowedMetres = POSITION_ALLOWED_METRES + speedMetresPerSecond * allowedSeconds;
  const finding = {
    independence,
    references,
    numbers: { distanceMetres, secondsToSample, gapSeconds, speedMetresPerSecond },
    thresholds: { allowedMetres, allowedSeconds },
  };
  return distanceMetres <= allowedMetres
    ? { verdict: 'consistent', reason: 'NEAR_TRACK', ...finding }
    : { verdict: 'inconsistent', reason: 'FAR_FROM_TRACK', ...finding };
}

/** Heights above take-off, the only pair that starts from one level. */
export function checkTrackHeight(claims: PictureClaims, facts: CorroborationFacts): Finding {
  return againstTracks(claims, facts, heightFinding);
}

function heightFinding(claims: PictureClaims, { moment, independence, references }: Matched): Finding {
  const ofTrack = moment.heightAboveTakeoffMetres;
  if (claims.aboveTakeoffMetres === null || ofTrack === null) return unknown('NO_HEIGHT', { independence, references });
  const differenceMetres = Math.abs(claims.aboveTakeoffMetres - ofTrack);
  const finding = {
    independence,
    references,
    numbers: { differenceMetres, pictureMetres: claims.aboveTakeoffMetres, trackMetres: ofTrack },
    thresholds: { allowedMetres: HEIGHT_ALLOWED_METRES },
  };
  return differenceMetres <= HEIGHT_ALLOWED_METRES
    ? { verdict: 'consistent', reason: 'HEIGHT_AGREES', ...finding }
    : { verdict: 'inconsistent', reason: 'HEIGHT_DIFFERS', ...finding };
}

/** Like against like where both are known: gimbal with gimbal, airframe with airframe; otherwise gimbal with airframe. */
export function checkTrackHeading(claims: PictureClaims, facts: CorroborationFacts): Finding {
  return againstTracks(claims, facts, directionFinding);
}

function directionFinding(claims: PictureClaims, { moment, independence, references }: Matched): Finding {
  const pairs = [
    [claims.gimbalYawDegrees, moment.gimbalYawDegrees, false],
    [claims.airframeYawDegrees, moment.headingDegrees, false],
    [claims.gimbalYawDegrees, moment.headingDegrees, true],
  ] as const;
  for (const [ofPicture, ofTrack, mixed] of pairs) {
    if (ofPicture === null || ofTrack === null) continue;
    return headingFinding({ pictureDegrees: ofPicture, trackDegrees: ofTrack }, mixed, { independence, references });
  }
  return unknown('NO_HEADING', { independence, references });
}

function headingFinding(
  degrees: { readonly pictureDegrees: number; readonly trackDegrees: number },
  mixed: boolean,
  about: Pick<Matched, 'independence' | 'references'>,
): Finding {
  const differenceDegrees = degreesBetween(degrees.pictureDegrees, degrees.trackDegrees);
  const allowedDegrees = mixed ? GIMBAL_FOLLOWS_WITHIN_DEGREES : HEADING_ALLOWED_DEGREES;
  const finding = { ...about, numbers: { differenceDegrees, ...degrees }, thresholds: { allowedDegrees } };
  if (differenceDegrees <= allowedDegrees) return { verdict: 'consistent', reason: 'HEADING_AGREES', ...finding };
  if (mixed) return { verdict: 'unknown', reason: 'GIMBAL_MAY_HAVE_TURNED', ...finding };
  return { verdict: 'inconsistent', reason: 'HEADING_DIFFERS', ...finding };
}

/**
 * Against the line at the claimed second. Where it tells nothing, files are asked one after the other: they may confirm and
 * never contradict, for what ties a file to the device may be no more than somebody's word.
 */
function againstTracks(
  claims: PictureClaims,
  { device, track, recorded }: CorroborationFacts,
  compare: (claims: PictureClaims, matched: Matched) => Finding,
): Finding {
  const { capturedAt } = claims;
  if (!device) return unknown('NO_DEVICE');
  if (!capturedAt) return unknown('NO_CAPTURE_TIME');
  const onLine = matchOne(capturedAt, track);
  if ('moment' in onLine) return compare(claims, onLine);
  const findings = recorded.flatMap((file) => {
    const inFile = matchOne(capturedAt, file);
    return 'moment' in inFile ? [compare(claims, inFile)] : [];
  });
  const differing = findings.find(({ verdict }) => verdict === 'inconsistent');
  return (
    findings.find(({ verdict }) => verdict === 'consistent') ??
    (differing && { ...differing, verdict: 'unknown', reason: 'FILE_DIFFERS' }) ??
    findings[0] ??
    onLine
  );
}

function matchOne(capturedAt: Date, track: TrackFacts | null): Matched | Finding {
  const match = track && trackAt(track.samples, capturedAt);
  if (!track || !match) return unknown('NO_TRACK');
  const independence = INDEPENDENCE_OF[track.writtenBy];
  const references: readonly [Reference] = [referenceTo(track)];
  if (match.matched) return { moment: match.moment, independence, references };
  const { secondsToSample, allowedSeconds } = match;
  return unknown('TRACK_TOO_FAR_IN_TIME', {
    independence,
    references,
    numbers: { secondsToSample },
    thresholds: { allowedSeconds },
  });
}

function referenceTo({ deviceId, recordedTrackId, saidBy }: TrackFacts): Reference {
  if (recordedTrackId === null) return { kind: 'track', id: deviceId };
  return { kind: 'recorded_track', id: recordedTrackId, ...(saidBy !== null && { saidBy }) };
}
