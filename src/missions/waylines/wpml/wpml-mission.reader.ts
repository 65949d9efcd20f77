import { childOf, childrenOf, type XmlElement } from '../../../platform/index.js';
import { positionAt } from './wpml-position.rules.js';
import type { TakeOffReference, WaylineMission } from '../wayline.types.js';
import {
  asHeight,
  fragmentsOf,
  invalid,
  numberAt,
  parsed,
  requiredWholeAt,
  requiredElementAt,
  type Spot,
  textAt,
} from './wpml.values.js';

const MISSION_ELEMENTS = [
  'flyToWaylineMode',
  'finishAction',
  'exitOnRCLost',
  'executeRCLostAction',
  'takeOffSecurityHeight',
  'globalTransitionalSpeed',
  'globalRTHHeight',
  'takeOffRefPoint',
  'takeOffRefPointAGLHeight',
  'droneInfo',
  'payloadInfo',
];

/** What holds for all paths: as it is flown, and the point of take-off as it was drawn. */
export function readMission({ drawn, flown }: { drawn: XmlElement; flown: XmlElement }): WaylineMission {
  const element = requiredElementAt({ element: flown, where: 'waylines.wpml' }, 'missionConfig');
  const spot: Spot = { element, where: 'missionConfig' };
  const template: Spot = { element: childOf(drawn, 'missionConfig'), where: 'missionConfig of the template' };
  const drone: Spot = { element: requiredElementAt(spot, 'droneInfo'), where: 'droneInfo' };
  return {
    drone: { type: requiredWholeAt(drone, 'droneEnumValue'), subType: wholeOrZero(drone, 'droneSubEnumValue') },
    payloads: childrenOf(element, 'payloadInfo').map((info) => payloadAt({ element: info, where: 'payloadInfo' })),
    flyTo: textAt(spot, 'flyToWaylineMode'),
    afterwards: textAt(spot, 'finishAction'),
    onLostControl: textAt(spot, 'exitOnRCLost'),
    lostControlAction: textAt(spot, 'executeRCLostAction'),
    takeOffHeightMetres: heightAt(spot, 'takeOffSecurityHeight'),
    transitSpeedMetresPerSecond: numberAt(spot, 'globalTransitionalSpeed'),
    returnHeightMetres: heightAt(spot, 'globalRTHHeight'),
    takeOff: takeOffAt(template) ?? takeOffAt(spot),
    imageFormats: imageFormatsOf(drawn),
    others: fragmentsOf(element, MISSION_ELEMENTS),
  };
}

function heightAt(spot: Spot, name: string): number | null {
  const heightMetres = numberAt(spot, name);
  return heightMetres === null ? null : asHeight(heightMetres, spot.where);
}

function payloadAt(spot: Spot) {
  return {
    type: requiredWholeAt(spot, 'payloadEnumValue'),
    subType: wholeOrZero(spot, 'payloadSubEnumValue'),
    gimbal: wholeOrZero(spot, 'payloadPositionIndex'),
  };
}

function wholeOrZero(spot: Spot, name: string): number {
  return textAt(spot, name) === null ? 0 : requiredWholeAt(spot, name);
}

/** Latitude first here, unlike in a waypoint. */
function takeOffAt(spot: Spot): TakeOffReference | null {
  const text = textAt(spot, 'takeOffRefPoint');
  if (text === null) return null;
  const [lat = '', lon = '', altitude = '0', ...more] = text.split(',').map((part) => part.trim());
  if (more.length > 0) return invalid(spot, 'takeOffRefPoint', text);
  const { where } = spot;
  return {
    ...positionAt({ lon, lat }, { element: 'takeOffRefPoint', where }),
    altitudeMetres: parsed(altitude, 'takeOffRefPoint', where),
    heightAboveGroundMetres: numberAt(spot, 'takeOffRefPointAGLHeight'),
  };
}

function imageFormatsOf(drawn: XmlElement): string | null {
  for (const folder of childrenOf(drawn, 'Folder')) {
    const formats = childOf(childOf(folder, 'payloadParam'), 'imageFormat')?.text;
    if (formats) return formats;
  }
  return null;
}
