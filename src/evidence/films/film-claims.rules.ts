import type { Position } from '../../geo/index.js';
import { isKeepableInstant } from '../../platform/index.js';
import type { EvidenceFlag } from '../evidence.codes.js';
import type { MetadataClaims, PositionClaim, TimeClaim } from '../metadata/claim.types.js';
import type { FilmReading } from './film.rules.js';

const MINUTE_MS = 60_000;
/** China has one zone. */
const LOCAL_OFFSET_MINUTES = 480;
/** A file is named when it is opened, its container is stamped then or when it is closed. */
const NAME_AGREES_WITHIN_MS = 2 * MINUTE_MS;
const AHEAD_OF_RECEIPT_MS = 5 * MINUTE_MS;
/** Containers count from 1904, and a camera without a clock from there or from 1970: no film of ours is older than this. */
const EARLIEST = Date.UTC(2000, 0, 1);

const WRITTEN = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?$/;
/** The start by the drone's own clock, in local time: `DJI_20260601100000_0001_V.MP4`. */
const NAMED = /^DJI_(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})_/i;

export interface FilmFile {
  readonly fileName: string;
  readonly receivedAt: Date;
}

/** What the file says so far, with what its container says of time, place, maker and size beside it. */
export function withFilm(claims: MetadataClaims, film: FilmReading, file: FilmFile): MetadataClaims {
  const time = timeClaimOf(film, file);
  const position = positionClaimOf(film);
  const flags = new Set<EvidenceFlag>(claims.flags);
  for (const claim of [time, position]) if (claim?.problem) flags.add(claim.problem);
  if (time?.zone === 'assumed') flags.add('ZONE_ASSUMED');
  if (time?.at && Date.parse(time.at) > file.receivedAt.getTime() + AHEAD_OF_RECEIPT_MS)
    flags.add('CAPTURED_AFTER_RECEIPT');
  return {
    ...claims,
    times: [...claims.times, ...(time ? [time] : [])],
    time: claims.time ?? chosenTime(time),
    positions: [...claims.positions, ...(position ? [position] : [])],
    position: claims.position ?? chosenPosition(position),
    camera: { ...claims.camera, make: claims.camera.make ?? film.make, model: claims.camera.model ?? film.model },
    dimensions: { ...claims.dimensions, widthPixels: film.widthPixels, heightPixels: film.heightPixels },
    flags: [...flags],
  };
}

/**
 * A container's time is UTC by its definition, and many drones write their local time there. An offset beside it settles
 * that. Else the name of the file does, which drones write in local time; else that nothing can be received before it is
 * filmed; else the definition holds, and counts little.
 */
function timeClaimOf({ creationTime: written }: FilmReading, file: FilmFile): TimeClaim | null {
  if (written === null) return null;
  const [, date, clock, offset = 'Z'] = WRITTEN.exec(written) ?? [];
  const wall = date === undefined ? NaN : Date.parse(`${date}T${clock}Z`);
  if (!(wall >= EARLIEST)) return unreadable(written);
  if (offset !== 'Z')
    return claim(written, wall, { zone: 'stated', offsetMinutes: minutesOf(offset), trust: 'medium' });
  const named = wallInName(file.fileName);
  const isNamed = (at: number): boolean => named !== null && Math.abs(at - named) <= NAME_AGREES_WITHIN_MS;
  if (isNamed(wall + LOCAL_OFFSET_MINUTES * MINUTE_MS))
    return claim(written, wall, { zone: 'utc', offsetMinutes: 0, trust: 'medium' });
  const isAhead = wall > file.receivedAt.getTime() + AHEAD_OF_RECEIPT_MS;
  if (isNamed(wall) || isAhead)
    return claim(written, wall, { zone: 'assumed', offsetMinutes: LOCAL_OFFSET_MINUTES, trust: 'low' });
  return claim(written, wall, { zone: 'utc', offsetMinutes: 0, trust: 'low' });
}

function claim(
  written: string,
  wall: number,
  { offsetMinutes, ...said }: Pick<TimeClaim, 'zone' | 'trust'> & { readonly offsetMinutes: number },
): TimeClaim {
  const at = new Date(wall - offsetMinutes * MINUTE_MS);
  if (!isKeepableInstant(at)) return unreadable(written);
  return { source: 'film_container', written, at: at.toISOString(), offsetMinutes, ...said, problem: null };
}

function unreadable(written: string): TimeClaim {
  const nothing = { at: null, zone: null, offsetMinutes: null };
  return { source: 'film_container', written, ...nothing, trust: 'low', problem: 'TIME_UNREADABLE' };
}

/** The atom is written by camera or phone, and passed on by editing programs. */
function positionClaimOf({ position }: FilmReading): PositionClaim | null {
  if (!position) return null;
  const { lon, lat } = position;
  const problem = lon === 0 && lat === 0 ? 'NULL_ISLAND' : null;
  return { source: 'film_container', lon, lat, trust: 'medium', problem };
}

function chosenTime(claim: TimeClaim | null): MetadataClaims['time'] {
  if (!claim || !isReadable(claim)) return null;
  return { claim, reason: claim.zone === 'assumed' ? 'CAMERA_TIME_ZONE_ASSUMED' : 'ONLY_USABLE_CLAIM' };
}

function chosenPosition(claim: PositionClaim | null): MetadataClaims['position'] {
  return claim && isUsable(claim) ? { claim, reason: 'ONLY_USABLE_CLAIM' } : null;
}

function isReadable(claim: TimeClaim): claim is TimeClaim & { readonly at: string } {
  return claim.at !== null;
}

function isUsable(claim: PositionClaim): claim is PositionClaim & Position {
  return claim.problem === null && claim.lon !== null && claim.lat !== null;
}

function wallInName(fileName: string): number | null {
  const [, ...parts] = NAMED.exec(fileName) ?? [];
  const [year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN] = parts.map(Number);
  return parts.length === 6 ? Date.UTC(year, month - 1, day, hour, minute, second) : null;
}

function minutesOf(offset: string): number {
  const sign = offset.startsWith('-') ? -1 : 1;
  return sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2)));
}
