import type { PayloadOnBoard, ProductNumber } from '../wayline.types.js';

/** Kinds of drawing as DJI counts them in the library; there is no 3. */
const TEMPLATES = new Map([
  ['waypoint', 0],
  ['mapping2d', 1],
  ['mapping3d', 2],
  ['mappingStrip', 4],
]);
const WAYPOINTS = 0;

/** Domains of DJI's product numbers. */
const AIRCRAFT = 0;
const PAYLOAD = 1;

/** What Pilot takes for a separator or wild card in a name. */
const FORBIDDEN_IN_NAME = /[<>:"/|?*._\\]+/g;

const LIBRARY_ORDERS = ['name', 'update_time', 'create_time'] as const;
export interface LibraryOrder {
  readonly by: (typeof LIBRARY_ORDERS)[number];
  readonly descending: boolean;
}

/** What can be found in the library, before it is put into Pilot's words. */
export interface LibraryItem {
  readonly id: string;
  readonly name: string;
  readonly drone: ProductNumber;
  readonly payloads: readonly PayloadOnBoard[];
  readonly templateType: string | null;
  readonly reshoots: boolean;
  readonly favoured: boolean;
  readonly changedAt: Date;
  readonly userName: string;
  readonly start: { readonly lon: number; readonly lat: number };
}

/** A drawing that is none of DJI's counts as waypoints: that is how it goes out. */
function templateNumber(templateType: string | null): number {
  return TEMPLATES.get(templateType ?? '') ?? WAYPOINTS;
}

/** The kinds of drawing behind these numbers; null stands for those that are not DJI's. */
export function templatesOf(numbers: readonly number[]): (string | null)[] {
  const known = [...TEMPLATES].filter(([, number]) => numbers.includes(number)).map(([name]) => name);
  return numbers.includes(WAYPOINTS) ? [...known, null] : known;
}

/** A name that Pilot shows and saves. */
export function pilotName(name: string): string {
  const plain = name.replace(FORBIDDEN_IN_NAME, '-').replace(/^-+|-+$/g, '');
  return plain === '' ? 'wayline' : plain;
}

/** As Pilot asks, `update_time desc`; what it may ask in another version is answered with the newest first. */
export function orderOf(text: string | undefined): LibraryOrder {
  const [, column, direction] = /^([a-z_]+)(?:[ +-]+(asc|desc))?$/i.exec(text?.trim() ?? '') ?? [];
  const by = LIBRARY_ORDERS.find((order) => order === column?.toLowerCase());
  if (by === undefined) return { by: 'update_time', descending: true };
  return { by, descending: direction?.toLowerCase() === 'desc' };
}

export function elementOf({ drone, payloads, start, ...item }: LibraryItem) {
  return {
    id: item.id,
    name: pilotName(item.name),
    drone_model_key: `${AIRCRAFT}-${drone.type}-${drone.subType}`,
    payload_model_keys: payloads.map(({ type, subType }) => `${PAYLOAD}-${type}-${subType}`),
    template_types: [templateNumber(item.templateType)],
    action_type: item.reshoots ? 1 : 0,
    favorited: item.favoured,
    update_time: item.changedAt.getTime(),
    create_time: item.changedAt.getTime(),
    user_name: item.userName,
    // So spelt by Pilot.
    start_wayline_point: { start_latitude: start.lat, start_lontitude: start.lon },
  };
}
