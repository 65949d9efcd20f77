import type { XmlDraft } from '../../../platform/index.js';
import type { HeightMode, Wayline, WaylineMission, WaylinePath, Waypoint } from '../wayline.types.js';
import { GroupIds } from './wpml-flown.writer.js';
import { draft, drafts, groupDraft, headingDraft, missionDraft, pointDraft, turnDraft } from './wpml.drafts.js';

/** Where the flown heights are above the ellipsoid, the drawn ones are above this model of the geoid. */
const TEMPLATE_HEIGHTS: Readonly<Record<HeightMode, string>> = {
  WGS84: 'EGM96',
  relativeToStartPoint: 'relativeToStartPoint',
  realTimeFollowSurface: 'realTimeFollowSurface',
};

/**
 * What can be changed in DJI's apps: `template.kml`. Every path is there as its waypoints, also where it came from the
 * outline of an area; but a path whose drawn heights are not known is not, because a wrong height would be flown once
 * somebody changes it in the app.
 */
export function templateDocument({ mission, paths }: Wayline, at: Date): XmlDraft[] {
  const ids = new GroupIds();
  const written = String(at.getTime());
  return [
    ...drafts({ createTime: written, updateTime: written }),
    missionDraft(mission, 'drawn'),
    ...paths.flatMap((path, index) => (isDrawn(path) ? [folderDraft(path, index, { mission, ids })] : [])),
  ];
}

function isDrawn({ heightMode, waypoints }: WaylinePath): boolean {
  return heightMode !== 'WGS84' || waypoints.every(({ drawnMetres }) => drawnMetres !== null);
}

function drawnHeight({ heightMetres, drawnMetres }: Waypoint): number {
  return drawnMetres ?? heightMetres;
}

interface Whole {
  readonly mission: WaylineMission;
  readonly ids: GroupIds;
}

function folderDraft(path: WaylinePath, index: number, { mission, ids }: Whole): XmlDraft {
  const { heightMode, speedMetresPerSecond, waypoints } = path;
  const [first] = waypoints;
  return {
    name: 'Folder',
    content: [
      ...drafts({
        templateType: 'waypoint',
        templateId: index,
        waylineCoordinateSysParam: drafts({ coordinateMode: 'WGS84', heightMode: TEMPLATE_HEIGHTS[heightMode] }),
        autoFlightSpeed: speedMetresPerSecond,
        globalHeight: first ? drawnHeight(first) : null,
        caliFlightEnable: 0,
        gimbalPitchMode: 'manual',
      }),
      ...headingDraft('globalWaypointHeadingParam', first?.heading ?? null),
      ...drafts({
        globalWaypointTurnMode: first?.turn?.mode ?? null,
        globalUseStraightLine: first ? Number(first.straight) : null,
      }),
      ...waypoints.map((waypoint, at) => placemarkDraft(waypoint, at, ids)),
      ...payloadDraft(mission),
    ],
  };
}

function placemarkDraft(waypoint: Waypoint, index: number, ids: GroupIds): XmlDraft {
  const { heightMetres, speedMetresPerSecond, heading, turn, straight, groups } = waypoint;
  return {
    name: 'Placemark',
    content: [
      pointDraft(waypoint),
      ...drafts({
        index,
        ellipsoidHeight: heightMetres,
        height: drawnHeight(waypoint),
        useGlobalHeight: 0,
        waypointSpeed: speedMetresPerSecond,
        useGlobalSpeed: 0,
      }),
      ...headingDraft('waypointHeadingParam', heading),
      draft('useGlobalHeadingParam', heading ? 0 : 1),
      ...turnDraft(turn),
      ...drafts({ useGlobalTurnParam: turn ? 0 : 1, useStraightLine: straight ? 1 : 0 }),
      ...groups.map((group) => groupDraft(group, ids.next())),
    ],
  };
}

function payloadDraft({ payloads, imageFormats }: WaylineMission): XmlDraft[] {
  const [first] = payloads;
  if (!first && imageFormats === null) return [];
  return [draft('payloadParam', drafts({ payloadPositionIndex: first?.gimbal ?? 0, imageFormat: imageFormats }))];
}
