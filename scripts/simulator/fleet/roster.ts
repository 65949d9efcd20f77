import type { ApiClient } from '../../scenario/api-client.js';
import { expectStatus } from '../../scenario/stage.js';
import type { SimulatedCrew } from '../dji-messages.js';
import type { Place } from '../flight-path.js';

/** Something with a line of its own: a controller that speaks for an aircraft, or an instrument or boat that speaks for itself. */
export interface Line {
  /** The device whose secret opens the line. */
  readonly deviceId: string;
  readonly assetCode: string;
  readonly home: Place;
  /** Undefined where the device speaks our own topics. */
  readonly crew?: SimulatedCrew;
}

interface Listed {
  readonly id: string;
  readonly assetCode: string;
  readonly serial: string | null;
  readonly category: string;
  readonly linkKind: string;
  readonly djiModelKey: string | null;
  readonly home: Place | null;
  readonly state: string;
}

interface Page {
  readonly items: readonly Listed[];
  readonly nextCursor: string | null;
}

interface Detail {
  readonly parts: readonly { readonly id: string; readonly serial: string | null; readonly kindCode: string }[];
}

/**
 * The first `devices` of the pool that report over a line, in the order of their asset codes. An aircraft and its
 * controller are two. Fewer where the pool has no more.
 */
export async function rosterOf(manager: ApiClient, devices: number): Promise<Line[]> {
  const lines: Line[] = [];
  let counted = 0;
  for (const device of await linkedDevices(manager)) {
    const line = await lineOf(manager, device);
    const size = line?.crew ? 2 : 1;
    if (!line || counted + size > devices) continue;
    lines.push(line);
    counted += size;
  }
  return lines;
}

/** How many devices report over these lines. */
export function devicesOn(lines: readonly Line[]): number {
  return lines.reduce((sum, { crew }) => sum + (crew ? 2 : 1), 0);
}

async function linkedDevices(manager: ApiClient): Promise<Listed[]> {
  const found: Listed[] = [];
  let cursor = '';
  do {
    const page = await manager.get<Page>(`/devices?limit=200${cursor && `&cursor=${cursor}`}`);
    const { items, nextCursor } = expectStatus(page, 200, 'the pool');
    found.push(...items.filter(({ linkKind, state }) => linkKind === 'live' && state === 'in_service'));
    cursor = nextCursor ? encodeURIComponent(nextCursor) : '';
  } while (cursor);
  return found;
}

async function lineOf(manager: ApiClient, device: Listed): Promise<Line | undefined> {
  const { id, assetCode, serial, djiModelKey, home } = device;
  if (!home) return undefined;
  if (device.category !== 'uav' || djiModelKey === null) return { deviceId: id, assetCode, home };
  const { parts } = expectStatus(await manager.get<Detail>(`/devices/${id}`), 200, assetCode);
  const controller = parts.find(({ kindCode }) => kindCode === 'remote-controller');
  if (serial === null || !controller?.serial) return undefined;
  const crew = { gatewaySerial: controller.serial, aircraftSerial: serial, aircraftModelKey: djiModelKey };
  return { deviceId: controller.id, assetCode, home, crew };
}
