import type { LatestPosition } from '../positions/latest.rules.js';

/** What Pilot is told over its socket, by its own names. */
export const PILOT_NEWS = [
  'device_osd',
  'device_online',
  'device_offline',
  'device_update_topo',
  'map_element_create',
  'map_element_update',
  'map_element_delete',
  'map_group_refresh',
] as const;
export type PilotNews = (typeof PILOT_NEWS)[number];

export function pilotFrame(news: PilotNews, data: object, at: Date): string {
  return JSON.stringify({ biz_code: news, version: '1.0', timestamp: at.getTime(), data });
}

/** `device_osd`: what nobody knows is left out, for Pilot takes 0 for a value. */
export function osdOf(serial: string, position: LatestPosition): object {
  const host = {
    latitude: position.position.lat,
    longitude: position.position.lon,
    height: position.altitudeEllipsoidMetres,
    attitude_head: position.headingDegrees === null ? null : signedDegrees(position.headingDegrees),
    elevation: position.heightAboveTakeoffMetres,
    horizontal_speed: position.speedMetresPerSecond,
    vertical_speed: position.verticalSpeedMetresPerSecond,
  };
  return { sn: serial, host: Object.fromEntries(Object.entries(host).filter(([, value]) => value !== null)) };
}

/** Pilot counts headings from -180 to 180. */
function signedDegrees(degrees: number): number {
  return degrees > 180 ? degrees - 360 : degrees;
}

/** Who flies behind whom, as one viewer sees it: gateway by aircraft, both by serial. */
export type SeenPairs = ReadonlyMap<string, string>;

/** Aircraft that came, that went, and whether any changed its gateway. */
export function pairNews(before: SeenPairs, now: SeenPairs): { came: string[]; went: string[]; moved: boolean } {
  const came = [...now.keys()].filter((serial) => !before.has(serial));
  const went = [...before.keys()].filter((serial) => !now.has(serial));
  const moved = [...now].some(([serial, gateway]) => before.has(serial) && before.get(serial) !== gateway);
  return { came, went, moved };
}
