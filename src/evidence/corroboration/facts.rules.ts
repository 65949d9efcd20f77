import type { DeviceSummary } from '../../equipment/index.js';
import { contains, distanceToEdgeMetres, type Position } from '../../geo/index.js';
import type { FlightSummary } from '../../missions/index.js';
import type { RecordedAround, TrackSample as ReceivedSample } from '../../telemetry/index.js';
import type { Surroundings } from '../chain/surroundings.reader.js';
import type {
  CorroborationFacts,
  CustodySpan,
  DeviceFacts,
  FlightFacts,
  TrackFacts,
  TrackSample,
} from './corroboration.types.js';

/** What was looked up for an item; `around` is null without a device or a time of capture. */
export interface Known {
  readonly device: DeviceSummary | null;
  readonly declared: DeviceSummary | null;
  readonly around: Surroundings | null;
}

/** What the other rooms know, in the words the checks ask for. */
export function factsOf({ device, declared, around }: Known, position: Position | null): CorroborationFacts {
  return {
    device: device && deviceFacts(device),
    declared: declared && deviceFacts(declared),
    custody: around && custodyFacts(around),
    flights: around && around.flights.flatMap((flight) => flightFacts(flight, position)),
    track: around && {
      deviceId: around.device.id,
      recordedTrackId: null,
      saidBy: null,
      writtenBy: 'own_receiver',
      samples: around.track.map(sampleFacts),
    },
    recorded: around ? around.recorded.map((file) => recordedFacts(around.device.id, file)) : [],
    brightness: null,
  };
}

/** A file out of the drone was written by the receiver that wrote the picture's position: it confirms little. */
function recordedFacts(deviceId: string, { trackId, saidBy, points }: RecordedAround): TrackFacts {
  const samples = points.map(({ at, position, heightAboveTakeoffMetres, speedMetresPerSecond, gimbal }) => ({
    at,
    ...position,
    heightAboveTakeoffMetres,
    speedMetresPerSecond,
    gimbalYawDegrees: gimbal?.yawDegrees ?? null,
    receivedAt: null,
  }));
  return { deviceId, recordedTrackId: trackId, saidBy, writtenBy: 'own_receiver', samples };
}

function custodyFacts({ custody }: Surroundings): CustodySpan[] {
  if (!custody) return [];
  const { id, holderUserId, holderName, checkedOutAt, returnedAt } = custody;
  return [{ checkOutId: id, holderId: holderUserId, holderName, from: checkedOutAt, to: returnedAt }];
}

function deviceFacts({ id, assetCode, serial }: DeviceSummary): DeviceFacts {
  return { id, assetCode, serials: serial ? [serial] : [] };
}

/** The plan by its volume nearest to the position on the map. Planned bands start at the ground (missions). */
function flightFacts(flight: FlightSummary, position: Position | null): FlightFacts[] {
  const volumes = flight.volumes.map((volume) => ({
    volume,
    outsideMetres: position && metresOutside(volume, position),
  }));
  const [nearest] = volumes.toSorted((a, b) => (a.outsideMetres ?? 0) - (b.outsideMetres ?? 0));
  if (!nearest) return [];
  const { lowerMetres, upperMetres } = nearest.volume;
  const { from, to } = flight.during;
  const { outsideMetres } = nearest;
  return [{ flightId: flight.id, from, to, outsideMetres, lowerMetres, upperMetres, heightReference: 'above_ground' }];
}

function metresOutside({ geometry }: FlightSummary['volumes'][number], position: Position): number {
  return contains(geometry, position) ? 0 : distanceToEdgeMetres(geometry, position);
}

function sampleFacts(sample: ReceivedSample): TrackSample {
  const { at, receivedAt, position, heightAboveTakeoffMetres, headingDegrees, speedMetresPerSecond, gimbal } = sample;
  return {
    at,
    receivedAt,
    ...position,
    heightAboveTakeoffMetres,
    headingDegrees,
    speedMetresPerSecond,
    gimbalYawDegrees: gimbal?.yawDegrees ?? null,
  };
}
