import type { CustodySpan, DeviceSummary } from '../../equipment/index.js';
import type { FlightSummary } from '../../missions/index.js';
import { type Period, periodView } from '../../platform/index.js';
import type { EvidenceLinkKind } from '../evidence.codes.js';
import type { Surroundings } from './surroundings.reader.js';

export interface LinkInput {
  readonly kind: EvidenceLinkKind;
  readonly refId: string;
  readonly snapshot: Readonly<Record<string, unknown>>;
}

/** Frames farther from the moment than this make no link. */
const TRACK_LINK_WITHIN_MS = 60_000;

/** The plan whose period holds the moment: the case's own before others, then the one that begins last. */
export function flightOfTheMoment(
  flights: readonly FlightSummary[],
  at: Date,
  caseId: string | null,
): FlightSummary | undefined {
  const own = (flight: FlightSummary): number => (caseId !== null && flight.caseId === caseId ? 1 : 0);
  return flights
    .filter(({ during }) => during.from <= at && at < during.to)
    .toSorted((a, b) => own(b) - own(a) || b.during.from.getTime() - a.during.from.getTime())[0];
}

export function flightLink(flight: FlightSummary): LinkInput {
  return { kind: 'flight', refId: flight.id, snapshot: { ...flight, during: periodView(flight.during) } };
}

/** The links an item gets at its receipt beside its flight: what the pool and the track say about its device at that moment. */
export function linksOf(surroundings: Surroundings, at: Date): LinkInput[] {
  const { device, custody, booking } = surroundings;
  const period = trackPeriod(surroundings, at);
  const links: LinkInput[] = [];
  if (booking)
    links.push({ kind: 'booking', refId: booking.id, snapshot: { ...booking, during: periodView(booking.during) } });
  if (custody) links.push({ kind: 'check_out', refId: custody.id, snapshot: checkOutSnapshot(device, custody) });
  if (period) links.push({ kind: 'track', refId: device.id, snapshot: trackSnapshot(surroundings, period) });
  if (custody?.returnedAt) {
    links.push({ kind: 'hand_back', refId: custody.id, snapshot: checkOutSnapshot(device, custody) });
  }
  return links;
}

/** From the first to the last frame around the moment; undefined where none is near enough. */
export function trackPeriod({ track }: Surroundings, at: Date): Period | undefined {
  const first = track[0];
  const last = track.at(-1);
  const near = track.some((sample) => Math.abs(sample.at.getTime() - at.getTime()) <= TRACK_LINK_WITHIN_MS);
  return first && last && near ? { from: first.at, to: new Date(last.at.getTime() + 1) } : undefined;
}

function checkOutSnapshot({ assetCode }: DeviceSummary, custody: CustodySpan) {
  return {
    deviceId: custody.deviceId,
    assetCode,
    holderUserId: custody.holderUserId,
    holderName: custody.holderName,
    holderUnitId: custody.holderUnitId,
    checkedOutAt: custody.checkedOutAt.toISOString(),
    returnedAt: custody.returnedAt?.toISOString() ?? null,
  };
}

function trackSnapshot({ device, track }: Surroundings, period: Period) {
  return { deviceId: device.id, assetCode: device.assetCode, during: periodView(period), samples: track.length };
}
