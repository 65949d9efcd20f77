import { type Actor, newId } from '../../platform/index.js';
import type { EvidenceKind } from '../evidence.codes.js';
import type { Arrival } from '../intake/arrival.reader.js';
import type { EvidenceClaim } from '../items/evidence-claim.entity.js';
import type { MediaReport } from './media.types.js';

const WRITTEN = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?$/;
const CHINA_MINUTES = 480;

/** What a file from a drone is kept as; whatever is no picture, film or sound is kept beside them. */
export function kindOf(mediaType: string): EvidenceKind {
  if (mediaType.startsWith('image/') && mediaType !== 'image/svg+xml') return 'photo';
  if (mediaType.startsWith('video/')) return 'video';
  return mediaType.startsWith('audio/') ? 'audio' : 'other';
}

/** The name that was reported, else the end of the key. */
export function fileNameOf(objectKey: string, { name }: MediaReport): string {
  return name ?? objectKey.slice(objectKey.lastIndexOf('/') + 1);
}

/** A time of the camera; without a zone, which is the rule, it is taken as China's. */
export function readTaken(
  text: string,
): { readonly at: string; readonly offsetMinutes: number; isStated: boolean } | null {
  const [, year, month, day, hour, minute, second, zone] = WRITTEN.exec(text) ?? [];
  if (year === undefined) return null;
  const offset = zone === undefined ? '+08:00' : zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  if (Number.isNaN(at.getTime())) return null;
  return { at: at.toISOString(), offsetMinutes: minutesOf(zone), isStated: zone !== undefined };
}

function minutesOf(zone: string | undefined): number {
  if (zone === undefined) return CHINA_MINUTES;
  if (zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const [hours, minutes] = [zone.slice(1, 3), zone.slice(-2)];
  return sign * (Number(hours) * 60 + Number(minutes));
}

/** When it was taken: by the file itself, else by the word of the gateway; undefined where neither says. */
export function momentOf({ claims }: Pick<Arrival, 'claims'>, { takenText }: MediaReport): Date | undefined {
  const at = claims.time?.claim.at ?? (takenText === null ? undefined : readTaken(takenText)?.at);
  return at === undefined ? undefined : new Date(at);
}

/** The report as claims beside those of the file itself; low in trust and never chosen over what the file says. */
export function reportClaims(itemId: string, report: MediaReport, recordedAt: Date): EvidenceClaim[] {
  const base = { itemId, source: 'gateway', trust: 'low', chosen: false, reason: null, recordedAt } as const;
  const claims: EvidenceClaim[] = [];
  if (report.position)
    claims.push({ ...base, id: newId(), subject: 'position', value: { ...report.position }, problem: null });
  if (report.takenText !== null) {
    const taken = readTaken(report.takenText);
    const value = {
      written: report.takenText,
      at: taken?.at ?? null,
      zone: taken && (taken.isStated ? 'stated' : 'assumed'),
      offsetMinutes: taken?.offsetMinutes ?? null,
    };
    const problem = taken ? null : 'TIME_UNREADABLE';
    claims.push({ ...base, id: newId(), subject: 'time', value, problem });
  }
  return claims;
}

/** The one case that all of them mean; undefined where they mean none, or not the same. */
export function unambiguous(caseIds: readonly (string | null | undefined)[]): string | undefined {
  const named = new Set(caseIds.filter((id) => id !== null && id !== undefined));
  return named.size === 1 ? [...named][0] : undefined;
}

/** A device belongs to whoever has it: the unit that it uploaded for goes into the record. */
export function uploading(actor: Actor, { unitId }: { readonly unitId: string }): Actor {
  return actor.kind === 'device' ? { ...actor, snapshot: { ...actor.snapshot, unitId } } : actor;
}

type Announced = Omit<MediaReport, 'by' | 'tinyFingerprint' | 'droneSerial'>;

/** What a dock announced. It names no aircraft: the one that flew behind it is taken. */
export function gatewayReport(media: Announced): MediaReport {
  const { name, path, fingerprint, flightId, isOriginal, position, takenText } = media;
  const { absoluteAltitudeMetres, relativeAltitudeMetres, gimbalYawDegrees } = media;
  const said = { name, path, fingerprint, flightId, isOriginal, position, takenText };
  const measured = { absoluteAltitudeMetres, relativeAltitudeMetres, gimbalYawDegrees };
  return { by: 'gateway', ...said, ...measured, tinyFingerprint: null, droneSerial: null };
}
