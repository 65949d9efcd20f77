import { childOf, childrenOf, type XmlElement } from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import type { HeightMode, Wayline, WaylinePath } from '../wayline.types.js';
import { HEIGHT_MODES } from '../wayline.types.js';
import { readActions } from './wpml-action.reader.js';
import { readMission } from './wpml-mission.reader.js';
import {
  fragmentsOf,
  invalid,
  missing,
  numberAt,
  requiredElementAt,
  requiredNumberAt,
  type Spot,
  textAt,
} from './wpml.values.js';
import { readWaypoint } from './wpml-waypoint.reader.js';

export const MOST_PATHS = 100;
/** All paths together; DJI numbers waypoints with 16 bits and its apps take far fewer. */
export const MOST_WAYPOINTS = 5_000;
/** Of everything that is kept, unknown elements included: two thousand a waypoint, and some. */
export const MOST_CHARACTERS = 12_000_000;

/** The two documents of a wayline: what was drawn, and what is flown. */
export interface WpmlDocuments {
  readonly template: XmlElement;
  readonly waylines: XmlElement;
}

/** A wayline as it was read, and what only the drawing of it knew. */
export interface ReadWayline {
  readonly wayline: Wayline;
  /** How the way was drawn, such as `waypoint` or `mapping2d`; empty where the template is (apps for consumers). */
  readonly templateType: string | null;
  /** Files beside the documents (terrain, pictures), which are not carried on. */
  readonly resources?: number | undefined;
}

const PATH_ELEMENTS = [
  'templateId',
  'waylineId',
  'executeHeightMode',
  'autoFlightSpeed',
  'distance',
  'duration',
  'startActionGroup',
  'Placemark',
];

/**
 * Understands a wayline of whichever version, by local names. What is flown is taken from `waylines.wpml`; of the template
 * only what that lacks. Elements that are not understood are kept as they are. Nothing about persons is.
 * @throws WAYLINE_…
 */
export function readWayline({ template, waylines }: WpmlDocuments): ReadWayline {
  const drawn = documentOf(template, 'template.kml');
  const flown = documentOf(waylines, 'waylines.wpml');
  assertWgs84(drawn);
  const paths = pathsOf(flown, drawn);
  const [folder] = childrenOf(drawn, 'Folder');
  const wayline = { mission: readMission({ drawn, flown }), paths };
  if (JSON.stringify(wayline).length > MOST_CHARACTERS)
    throw MissionErrors.WAYLINE_TOO_LONG({ most: MOST_CHARACTERS, what: 'characters', whatZh: '字符数' });
  return {
    wayline,
    templateType: textAt({ element: folder, where: 'template' }, 'templateType'),
  };
}

function documentOf(root: XmlElement, part: string): XmlElement {
  const document = root.name === 'kml' ? childOf(root, 'Document') : undefined;
  return document ?? missing({ where: part }, 'Document');
}

function assertWgs84(drawn: XmlElement): void {
  for (const folder of childrenOf(drawn, 'Folder')) {
    const mode = childOf(childOf(folder, 'waylineCoordinateSysParam'), 'coordinateMode')?.text;
    if (mode && mode !== 'WGS84') throw MissionErrors.WAYLINE_COORDINATES_REFUSED({ mode: mode.slice(0, 50) });
  }
}

function pathsOf(flown: XmlElement, drawn: XmlElement): WaylinePath[] {
  const folders = childrenOf(flown, 'Folder').filter((folder) => childOf(folder, 'Placemark'));
  if (folders.length === 0) throw MissionErrors.WAYLINE_EMPTY();
  if (folders.length > MOST_PATHS)
    throw MissionErrors.WAYLINE_TOO_LONG({ most: MOST_PATHS, what: 'paths', whatZh: '航段数' });
  const points = folders.reduce((sum, folder) => sum + childrenOf(folder, 'Placemark').length, 0);
  if (points > MOST_WAYPOINTS)
    throw MissionErrors.WAYLINE_TOO_LONG({ most: MOST_WAYPOINTS, what: 'waypoints', whatZh: '航点数' });
  return folders.map((element, path) => readPath({ element, where: `path ${path}` }, drawn));
}

function readPath(spot: Spot, drawn: XmlElement): WaylinePath {
  const heightMode = heightModeAt(spot);
  const speedMetresPerSecond = requiredNumberAt(spot, 'autoFlightSpeed');
  if (speedMetresPerSecond <= 0) return invalid(spot, 'autoFlightSpeed', String(speedMetresPerSecond));
  const placemarks = childrenOf(spot.element, 'Placemark');
  const rules = { heightMode, speedMetresPerSecond, count: placemarks.length };
  const points = heightMode === 'WGS84' ? drawnPoints(drawn, textAt(spot, 'templateId'), placemarks.length) : [];
  return {
    heightMode,
    speedMetresPerSecond,
    statedMetres: numberAt(spot, 'distance') || null,
    statedSeconds: numberAt(spot, 'duration') || null,
    startActions: readActions({ element: childOf(spot.element, 'startActionGroup'), where: spot.where }),
    waypoints: placemarks.map((element, index) => {
      requiredElementAt({ element, where: spot.where }, 'index');
      const where = `${spot.where}, point ${index}`;
      const drawnMetres = numberAt({ element: points[index], where }, 'height');
      return { ...readWaypoint({ element, where }, index, rules), drawnMetres };
    }),
    others: fragmentsOf(spot.element, PATH_ELEMENTS),
  };
}

/** The waypoints that a path was drawn by; none where it was drawn otherwise. */
function drawnPoints(drawn: XmlElement, templateId: string | null, count: number): XmlElement[] {
  const folder = childrenOf(drawn, 'Folder').find(
    (one) => textAt({ element: one, where: '' }, 'templateId') === templateId,
  );
  const points = childrenOf(folder, 'Placemark');
  return points.length === count ? points : [];
}

function heightModeAt(spot: Spot): HeightMode {
  const mode = textAt(spot, 'executeHeightMode') ?? missing(spot, 'executeHeightMode');
  const known = HEIGHT_MODES.find((one) => one === mode);
  if (!known) throw MissionErrors.WAYLINE_HEIGHT_MODE_UNKNOWN({ mode: mode.slice(0, 50) });
  return known;
}
