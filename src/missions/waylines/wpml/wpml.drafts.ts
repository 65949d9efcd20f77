import type { XmlDraft } from '../../../platform/index.js';
import type {
  ActionGroup,
  Fragment,
  WaylineAction,
  Waypoint,
  WaypointHeading,
  WaylineMission,
} from '../wayline.types.js';
import { decimalText } from './wpml.values.js';

export type Content = string | number | null | readonly XmlDraft[];

/** Elements in DJI's name space; those without content are left out. */
export function drafts(elements: Readonly<Record<string, Content>>): XmlDraft[] {
  return Object.entries(elements).flatMap(([name, content]) => (content === null ? [] : [draft(name, content)]));
}

export function draft(name: string, content: Exclude<Content, null>): XmlDraft {
  return { name: `wpml:${name}`, content: typeof content === 'number' ? decimalText(content) : content };
}

export function fragmentDrafts(fragments: readonly Fragment[]): XmlDraft[] {
  return fragments.map((one) => draft(one.name, 'value' in one ? one.value : fragmentDrafts(one.parts)));
}

export function missionDraft(mission: WaylineMission, part: 'drawn' | 'flown'): XmlDraft {
  const { takeOff, drone, payloads } = mission;
  const point = takeOff && [takeOff.lat, takeOff.lon, takeOff.altitudeMetres].map(decimalText).join(',');
  return draft('missionConfig', [
    ...drafts({
      flyToWaylineMode: mission.flyTo,
      finishAction: mission.afterwards,
      exitOnRCLost: mission.onLostControl,
      executeRCLostAction: mission.lostControlAction,
      takeOffSecurityHeight: mission.takeOffHeightMetres,
      takeOffRefPoint: part === 'drawn' ? point : null,
      takeOffRefPointAGLHeight: part === 'drawn' ? (takeOff?.heightAboveGroundMetres ?? null) : null,
      globalTransitionalSpeed: mission.transitSpeedMetresPerSecond,
      globalRTHHeight: mission.returnHeightMetres,
      droneInfo: drafts({ droneEnumValue: drone.type, droneSubEnumValue: drone.subType }),
    }),
    ...payloads.map(({ type, subType, gimbal }) =>
      draft(
        'payloadInfo',
        drafts({ payloadEnumValue: type, payloadSubEnumValue: subType, payloadPositionIndex: gimbal }),
      ),
    ),
    ...fragmentDrafts(mission.others),
  ]);
}

export function headingDraft(name: string, heading: WaypointHeading | null): XmlDraft[] {
  if (!heading) return [];
  const { mode, angleDegrees, turning, towards } = heading;
  const point = towards ? [towards.lat, towards.lon, towards.heightMetres].map(decimalText) : ['0', '0', '0'];
  return [
    draft(
      name,
      drafts({
        waypointHeadingMode: mode,
        waypointHeadingAngle: angleDegrees ?? 0,
        waypointPoiPoint: mode === 'towardPOI' && !towards ? null : point.join(','),
        waypointHeadingAngleEnable: angleDegrees === null ? 0 : 1,
        waypointHeadingPathMode: turning,
        waypointHeadingPoiIndex: 0,
      }),
    ),
  ];
}

export function turnDraft(turn: Waypoint['turn']): XmlDraft[] {
  if (!turn) return [];
  return [
    draft('waypointTurnParam', drafts({ waypointTurnMode: turn.mode, waypointTurnDampingDist: turn.dampingMetres })),
  ];
}

/** `id` is one of its own in the whole file. */
export function groupDraft({ from, to, mode, trigger, actions }: ActionGroup, id: number): XmlDraft {
  return draft('actionGroup', [
    ...drafts({
      actionGroupId: id,
      actionGroupStartIndex: from,
      actionGroupEndIndex: to,
      actionGroupMode: mode,
      actionTrigger: drafts({ actionTriggerType: trigger.type, actionTriggerParam: trigger.parameter }),
    }),
    ...actionDrafts(actions),
  ]);
}

export function actionDrafts(actions: readonly WaylineAction[]): XmlDraft[] {
  return actions.map(({ code, parameters }, id) =>
    draft(
      'action',
      drafts({ actionId: id, actionActuatorFunc: code, actionActuatorFuncParam: fragmentDrafts(parameters) }),
    ),
  );
}

/** A place as KML has it, longitude first. */
export function pointDraft({ position: { lon, lat } }: Waypoint): XmlDraft {
  const coordinates = `${decimalText(lon)},${decimalText(lat)}`;
  return { name: 'Point', content: [{ name: 'coordinates', content: coordinates }] };
}
