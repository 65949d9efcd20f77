import { ApiClient } from '../../../scripts/scenario/api-client.js';
import type { BenchDatabase } from '../../support/bench-database.js';
import { SKY } from '../fleet/bench-fleet.js';

export type Box = readonly [minLon: number, minLat: number, maxLon: number, maxLat: number];

export const WHOLE_SKY: Box = [SKY.minLon, SKY.minLat, SKY.maxLon + 1, SKY.maxLat];

/** People of the province who may see the whole fleet. */
const ROLES = ['commander', 'pilot', 'field_officer', 'tester', 'case_handler', 'equipment_manager'] as const;

/** The quarters of the sky: the four views. */
export function quarters(): Box[] {
  const lon = (SKY.minLon + SKY.maxLon) / 2;
  const lat = (SKY.minLat + SKY.maxLat) / 2;
  return [
    [SKY.minLon, SKY.minLat, lon, lat],
    [lon, SKY.minLat, SKY.maxLon, lat],
    [SKY.minLon, lat, lon, SKY.maxLat],
    [lon, lat, SKY.maxLon, SKY.maxLat],
  ];
}

/** As many log-ins as there are roles: one person may have only some sockets. */
export async function logInAll(url: string, { logInOf }: BenchDatabase): Promise<ApiClient[]> {
  const clients: ApiClient[] = [];
  for (const role of ROLES) {
    const { username, password } = logInOf(role);
    clients.push(await ApiClient.logIn(url, username, password));
  }
  return clients;
}
