import type { XmlDraft } from '../../../platform/index.js';
import type { Wayline, WaylinePath, Waypoint } from '../wayline.types.js';
import {
  actionDrafts,
  draft,
  drafts,
  fragmentDrafts,
  groupDraft,
  headingDraft,
  missionDraft,
  pointDraft,
  turnDraft,
} from './wpml.drafts.js';

/** What is flown: `waylines.wpml`. */
export function waylinesDocument({ mission, paths }: Wayline): XmlDraft[] {
  const ids = new GroupIds();
  return [missionDraft(mission, 'flown'), ...paths.map((path, index) => pathDraft(path, index, ids))];
}

/** Groups are numbered through the whole file. */
export class GroupIds {
  private last = -1;

  next(): number {
    this.last += 1;
    return this.last;
  }
}

function pathDraft(path: WaylinePath, index: number, ids: GroupIds): XmlDraft {
  const { startActions } = path;
  return {
    name: 'Folder',
    content: [
      ...drafts({
        templateId: index,
        executeHeightMode: path.heightMode,
        waylineId: index,
        distance: path.statedMetres ?? 0,
        duration: path.statedSeconds ?? 0,
        autoFlightSpeed: path.speedMetresPerSecond,
        startActionGroup: startActions.length > 0 ? actionDrafts(startActions) : null,
      }),
      ...fragmentDrafts(path.others),
      ...path.waypoints.map((waypoint, at) => placemarkDraft(waypoint, at, ids)),
    ],
  };
}

function placemarkDraft(waypoint: Waypoint, index: number, ids: GroupIds): XmlDraft {
  const { heightMetres, speedMetresPerSecond, heading, turn, straight, groups, others } = waypoint;
  return {
    name: 'Placemark',
    content: [
      pointDraft(waypoint),
      ...drafts({ index, executeHeight: heightMetres, waypointSpeed: speedMetresPerSecond }),
      ...headingDraft('waypointHeadingParam', heading),
      ...turnDraft(turn),
      draft('useStraightLine', straight ? 1 : 0),
      ...groups.map((group) => groupDraft(group, ids.next())),
      ...fragmentDrafts(others),
    ],
  };
}
