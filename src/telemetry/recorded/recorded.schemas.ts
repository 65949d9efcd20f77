import { z } from 'zod';
import { Id, InstantView, PeriodView } from '../../platform/index.js';
import { FIX_QUALITIES } from '../sample.js';
import { DEVICE_SAYINGS, RECORDING_KINDS, RECORDING_STATES, TRACK_SOURCES, TRACK_TRUSTS } from './recorded.codes.js';
import { CLOCK_BASES } from './recorded.types.js';

const WordsView = z.object({ zh: z.string(), en: z.string() });
const degrees = z.number().nullable();

const ClockView = z.object({
  basis: z.enum(CLOCK_BASES),
  assumedZone: z.string().nullable().describe('What a clock without a zone is taken for'),
});

/** What became of an original that may hold a track. */
export const RecordedTrackView = z
  .object({
    id: Id,
    kind: z.enum([...RECORDING_KINDS, 'exif']),
    state: z
      .enum(RECORDING_STATES)
      .describe(
        'unreadable: kept, but nobody can read it offline; duplicate: the same bytes of the device were read before',
      ),
    parser: z.string(),
    deviceId: Id.nullable(),
    saidBy: z.enum(DEVICE_SAYINGS).nullable().describe('How it is known whose way it is'),
    flightId: Id.nullable().describe('The only plan of the device that overlaps in time'),
    sameAs: Id.nullable(),
    points: z.number().int(),
    from: InstantView.nullable(),
    to: InstantView.nullable(),
    summary: z
      .object({
        format: z.string(),
        clock: ClockView,
        lines: z.number().int(),
        points: z.number().int(),
        noFix: z.number().int().describe('Moments without a fix; the way is broken there'),
        unreadableValues: z.number().int().describe('Values beside place and time that were left out'),
        outOfOrder: z.number().int().describe('Moments up to a second before an earlier one'),
        order: z
          .enum(['lon_lat', 'lat_lon', 'lon_lat_by_format'])
          .nullable()
          .describe('Of two unnamed numbers which comes first; by_format: the numbers do not prove it'),
      })
      .nullable(),
    refusal: z
      .object({ code: z.string(), details: z.record(z.string(), z.unknown()), words: WordsView })
      .nullable()
      .describe('Why there is no track of it; the original is kept all the same'),
  })
  .meta({ id: 'RecordedTrack' });

const RecordedPointView = z.object({
  at: InstantView,
  line: z.number().int().describe('Line of the text, number of the point in GPX, number of the photo in its series'),
  segment: z.number().int(),
  evidenceId: Id.nullable().describe('The photo; null where the whole track is one file'),
  lon: z.number(),
  lat: z.number(),
  altitudeEllipsoidMetres: z.number().nullable(),
  heightAboveTakeoffMetres: z.number().nullable(),
  altitudeUnstatedMetres: z.number().nullable().describe('The file does not tell what it is counted from'),
  speedMetresPerSecond: z.number().nullable(),
  gimbal: z.object({ pitchDegrees: degrees, rollDegrees: degrees, yawDegrees: degrees }).nullable(),
  fix: z.enum(FIX_QUALITIES),
  extra: z.record(z.string(), z.unknown()).nullable(),
});

/** One source of a track in the period asked for. */
export const TrackSourceView = z
  .object({
    source: z.enum(TRACK_SOURCES),
    trust: z
      .enum(TRACK_TRUSTS)
      .describe(
        'line: over the device’s own line; serial: the file names the device; word: only a person says whose it is',
      ),
    trackId: Id.nullable(),
    evidenceId: Id.nullable().describe(
      'The original; null for the line, and for photos, where each point names its own',
    ),
    sha256: z.string().nullable(),
    parser: z.string().nullable(),
    format: z.string().nullable(),
    saidBy: z.enum(DEVICE_SAYINGS).nullable(),
    clock: ClockView.extend({ words: WordsView }),
    from: InstantView,
    to: InstantView,
    shown: z.number().int().describe('Points of this source below, or in samples for the line'),
    everyPoint: z.boolean().describe('False: of each second the first; the export has all'),
    gaps: z.array(PeriodView),
    conflict: z
      .object({
        compared: z.number().int(),
        medianMetres: z.number(),
        worstMetres: z.number(),
        lineLaterSeconds: z
          .number()
          .nullable()
          .describe('By how much later the line says that the device passed the same places'),
      })
      .nullable()
      .describe('Against the line at the same instants; null where it tells nothing. Not resolved'),
    geometry: z
      .object({ type: z.literal('MultiLineString'), coordinates: z.array(z.array(z.array(z.number()))) })
      .nullable()
      .describe('Lines between points without a gap; null for the line, whose geometry is the feature’s'),
    points: z.array(RecordedPointView).describe('Empty unless asked for with include=recorded'),
  })
  .meta({ id: 'TrackSource' });
