import type { ApiClient } from '../../scenario/api-client.js';
import { expectStatus } from '../../scenario/stage.js';
import { cameraOf } from '../camera/cameras.js';
import type { SimulatedCrew } from '../dji-messages.js';
import type { Place } from '../flight-path.js';

/** Something with a line of its own: a controller that speaks for an aircraft, or an instrument or boat that speaks for itself. */
export interface Line {
  /** The device whose secret opens the line. */
  readonly deviceId: string;
  readonly assetCode: string;
  readonly home: Place;
  readonly kindCode: string;
  /** The unit that owns it. */
  readonly unitId: string;
  /** The aircraft, or the device itself; what is booked and checked out. */
  readonly wholeId: string;
  readonly isDock: boolean;
  /** Undefined where the device speaks our own topics. */
  readonly crew?: SimulatedCrew;
}

interface Listed {
  readonly id: string;
  readonly assetCode: string;
  readonly serial: string | null;
  readonly category: string;
  readonly kindCode: string;
  readonly unitId: string;
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
  readonly parts: readonly {
    readonly id: string;
    readonly serial: string | null;
    readonly kindCode: string;
    readonly model: string;
  }[];
}

const DOCK_KIND = 'dock';
/** A controller of a model that came after this list. */
const UNKNOWN_CONTROLLER = '2-144-0';
const GATEWAY_MODELS: Readonly<Record<string, string>> = {
  'DJI Smart Controller Enterprise': '2-56-0',
  'DJI RC Plus': '2-119-0',
  'DJI RC Pro Enterprise': '2-144-0',
  'DJI RC Plus 2': '2-174-0',
  'DJI Dock 2': '3-2-0',
};
const GATEWAY_KINDS: readonly string[] = ['remote-controller', DOCK_KIND];

/**
 * The first `devices` of the pool that report over a line: docks, then aircraft and others in turn. An aircraft and its
 * controller, or dock, are two. Fewer where the pool has no more.
 */
export async function rosterOf(manager: ApiClient, devices: number, mostDocks = Infinity): Promise<Line[]> {
  const lines: Line[] = [];
  let counted = 0;
  let docks = 0;
  for (const device of inTurn(await linkedDevices(manager))) {
    const line = await lineOf(manager, device);
    const size = line?.crew ? 2 : 1;
    if (!line || counted + size > devices) continue;
    if (line.isDock && docks >= mostDocks) continue;
    docks += line.isDock ? 1 : 0;
    lines.push(line);
    counted += size;
  }
  return lines;
}

/** So that a small fleet has of everything. */
function inTurn(devices: readonly Listed[]): Listed[] {
  const docks = devices.filter(({ kindCode }) => kindCode.startsWith(DOCK_KIND));
  const aircraft = devices.filter(({ category, kindCode }) => category === 'uav' && !kindCode.startsWith(DOCK_KIND));
  const others = devices.filter(({ category }) => category !== 'uav');
  const turns = Array.from({ length: Math.max(aircraft.length, others.length) }, (_, nth) => [
    aircraft[nth],
    others[nth],
  ]);
  return [...docks, ...turns.flat().filter((device) => device !== undefined)];
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
  const { id, assetCode, serial, djiModelKey, home, kindCode, unitId } = device;
  if (!home) return undefined;
  const whole = { assetCode, home, kindCode, unitId, wholeId: id };
  if (device.category !== 'uav' || djiModelKey === null) return { ...whole, deviceId: id, isDock: false };
  const { parts } = expectStatus(await manager.get<Detail>(`/devices/${id}`), 200, assetCode);
  const gateway = parts.find((part) => GATEWAY_KINDS.includes(part.kindCode));
  if (serial === null || !gateway?.serial) return undefined;
  const isDock = gateway.kindCode === DOCK_KIND;
  const crew = {
    gatewaySerial: gateway.serial,
    aircraftSerial: serial,
    aircraftModelKey: djiModelKey,
    payloadIndex: cameraOf(djiModelKey).payloadIndex,
    gatewayModelKey: GATEWAY_MODELS[gateway.model] ?? UNKNOWN_CONTROLLER,
  };
  return { ...whole, deviceId: gateway.id, isDock, crew };
}
