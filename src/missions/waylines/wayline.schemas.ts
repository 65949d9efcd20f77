import { z } from 'zod';
import { Id, InstantView } from '../../platform/index.js';
import type { FlightWayline } from './flight-wayline.entity.js';
import { WAYLINE_FINDING_CODES } from './checks/wayline-check.rules.js';
import { WAYLINE_MODEL_CODES } from './checks/wayline-model.data.js';
import { droneName } from './checks/wayline-model.rules.js';
import { HEIGHT_MODES } from './wayline.types.js';

export const WaylineForm = z.object({
  file: z.string().meta({ format: 'binary', description: 'A KMZ, or waylines.wpml with its template beside it' }),
  template: z.string().optional().describe('template.kml, where it is not in a KMZ; at most 64 KB'),
});

export const WaylineQuery = z.strictObject({
  model: z.enum(WAYLINE_MODEL_CODES).optional().describe('Absent: the aircraft that the flight is planned with'),
  volume: z.coerce.number().int().min(0).max(99).default(0).describe('Which volume to fly round, from 0'),
  heightMetres: z.coerce
    .number()
    .min(0)
    .max(1_500)
    .optional()
    .describe('Above take-off; absent: the middle of the band'),
  along: z
    .enum(['outline', 'photos'])
    .default('outline')
    .describe('Where no wayline was brought in: round the airspace, or through the camera poses of photos'),
  gimbalPitchDegrees: z.coerce.number().min(-90).max(30).optional().describe('-90 straight down; absent: -45'),
});

const PositionView = z.object({ lon: z.number(), lat: z.number() });

const PoseView = z
  .object({
    path: z.int(),
    point: z.int(),
    untilPoint: z.int(),
    position: PositionView,
    heightMetres: z.number(),
    heightMode: z.enum(HEIGHT_MODES),
    headingDegrees: z.number().nullable(),
    gimbalPitchDegrees: z.number().nullable(),
    gimbalYawDegrees: z.number().nullable(),
    focalLengthMillimetres: z.number().nullable(),
    payload: z.number(),
    action: z.string(),
    repeated: z.enum(['once', 'by distance', 'by time']),
    every: z.number().nullable(),
  })
  .meta({ id: 'CameraPose', description: 'Empty angles: the wayline leaves them open' });

const PathView = z.object({
  heightMode: z.enum(HEIGHT_MODES),
  waypoints: z.array(PositionView.extend({ heightMetres: z.number(), speedMetresPerSecond: z.number() })),
});

export const WaylineView = z
  .object({
    id: Id,
    flightId: Id,
    version: z.int(),
    sha256: z.string().describe('Of the bytes as they came'),
    templateSha256: z.string().nullable(),
    fileName: z.string(),
    templateType: z.string().nullable(),
    drone: z.object({ type: z.int(), subType: z.int(), name: z.string() }),
    payloads: z.array(z.object({ type: z.int(), subType: z.int(), gimbal: z.int() })),
    waypointCount: z.int(),
    lengthMetres: z.number().describe('From the first waypoint to the last of each path'),
    movingSeconds: z.number().describe('An estimate'),
    hoverSeconds: z.number(),
    statedMetres: z.number().nullable().describe('As the file says'),
    statedSeconds: z.number().nullable(),
    findings: z.array(
      z.object({
        code: z.enum(WAYLINE_FINDING_CODES),
        weight: z.enum(['warning', 'unknown', 'refusal']),
        details: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    ),
    paths: z.array(PathView),
    poses: z.array(PoseView),
    importedBy: z.object({ id: Id, name: z.string() }),
    importedAt: InstantView,
  })
  .meta({ id: 'FlightWayline' });

export function toWaylineView(row: FlightWayline): z.input<typeof WaylineView> {
  const { wayline, poses, findings, importedBy: id, importedByName: name, importedAt, ...rest } = row;
  const { drone, payloads } = wayline.mission;
  return {
    ...rest,
    drone: { ...drone, name: droneName(drone) },
    payloads: payloads.map((payload) => ({ ...payload })),
    findings: findings.map((one) => ({ ...one, details: { ...one.details } })),
    paths: wayline.paths.map(({ heightMode, waypoints }) => ({
      heightMode,
      waypoints: waypoints.map(({ position, heightMetres, speedMetresPerSecond }) => ({
        ...position,
        heightMetres,
        speedMetresPerSecond,
      })),
    })),
    poses: poses.map((pose) => ({ ...pose })),
    importedBy: { id, name },
    importedAt: importedAt.toISOString(),
  };
}
