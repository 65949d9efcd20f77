import {
  type Fragment,
  valueOf,
  type Wayline,
  type WaylineAction,
  type WaylinePath,
  type Waypoint,
} from './wayline.types.js';

/** Actions that make files, and so have a name to give them. */
const MAKES_FILES: readonly string[] = ['takePhoto', 'startRecord', 'panoShot', 'orientedShoot', 'accurateShoot'];
const FOLDER = 'customDirName';
const SUFFIX = 'fileSuffix';
/** Between the label and the suffix that somebody gave a photo. */
const JOINT = '_';
const LONGEST_LABEL = 40;

/** A case number, or whatever else names a flight, as it may stand in the name of a file on any card. */
export function labelOf(name: string): string {
  const plain = name.normalize('NFKC').replace(/[^\p{L}\p{N}-]+/gu, '-');
  return Array.from(plain.replace(/^-+|-+$/g, ''))
    .slice(0, LONGEST_LABEL)
    .join('');
}

/**
 * The wayline with the label in the suffix of every file it makes and in the name of the folder they go to, so that they
 * come back saying where they belong. What is labelled stays as it is.
 */
export function labelled(wayline: Wayline, label: string): Wayline {
  const named = mapActions(wayline, (action) =>
    MAKES_FILES.includes(action.code) ? [withSuffix(action, label)] : [action],
  );
  const [first, ...rest] = named.paths;
  return first && makesFiles(named) ? { ...named, paths: [withFolder(first, label), ...rest] } : named;
}

/** The wayline as it was before `labelled` with this label. */
export function unlabelled(wayline: Wayline, label: string): Wayline {
  const bare = mapActions(wayline, (action) => {
    if (action.code === FOLDER && valueOf(action.parameters, 'directoryName') === label) return [];
    return [MAKES_FILES.includes(action.code) ? withoutSuffix(action, label) : action];
  });
  return mapPoints(bare, (point) => ({ ...point, groups: point.groups.filter(({ actions }) => actions.length > 0) }));
}

function withSuffix(action: WaylineAction, label: string): WaylineAction {
  const own = valueOf(action.parameters, SUFFIX) ?? '';
  if (own === label || own.startsWith(label + JOINT)) return action;
  return suffixed(action, own === '' ? label : `${label}${JOINT}${own}`);
}

function withoutSuffix(action: WaylineAction, label: string): WaylineAction {
  const own = valueOf(action.parameters, SUFFIX);
  if (own === label) return suffixed(action, null);
  return own?.startsWith(label + JOINT) ? suffixed(action, own.slice(label.length + 1)) : action;
}

function suffixed({ code, parameters }: WaylineAction, suffix: string | null): WaylineAction {
  if (suffix === null) return { code, parameters: parameters.filter(({ name }) => name !== SUFFIX) };
  const parameter: Fragment = { name: SUFFIX, value: suffix };
  const has = parameters.some(({ name }) => name === SUFFIX);
  return {
    code,
    parameters: has ? parameters.map((one) => (one.name === SUFFIX ? parameter : one)) : [...parameters, parameter],
  };
}

function makesFiles({ paths }: Wayline): boolean {
  const groups = paths.flatMap(({ waypoints }) => waypoints.flatMap((point) => point.groups));
  return groups.some(({ actions }) => actions.some(({ code }) => MAKES_FILES.includes(code)));
}

/** A folder of its own, made before anything else is done at the first waypoint. */
function withFolder(path: WaylinePath, label: string): WaylinePath {
  const [first, ...rest] = path.waypoints;
  if (!first || first.groups.some(({ actions }) => actions.some((one) => one.code === FOLDER))) return path;
  const action = { code: FOLDER, parameters: [value('payloadPositionIndex', '0'), value('directoryName', label)] };
  const group = {
    from: 0,
    to: 0,
    mode: 'sequence',
    trigger: { type: 'reachPoint', parameter: null },
    actions: [action],
  };
  return { ...path, waypoints: [{ ...first, groups: [group, ...first.groups] }, ...rest] };
}

const value = (name: string, content: string): Fragment => ({ name, value: content });

function mapActions(wayline: Wayline, change: (action: WaylineAction) => WaylineAction[]): Wayline {
  return mapPoints(wayline, (point) => ({
    ...point,
    groups: point.groups.map((group) => ({ ...group, actions: group.actions.flatMap(change) })),
  }));
}

function mapPoints(wayline: Wayline, change: (point: Waypoint) => Waypoint): Wayline {
  return { ...wayline, paths: wayline.paths.map((path) => ({ ...path, waypoints: path.waypoints.map(change) })) };
}
