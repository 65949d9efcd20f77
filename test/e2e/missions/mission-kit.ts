import type { Polygon } from 'geojson';
import { TestApp } from '../../support/app.js';
import type { ApiClient, Answer } from '../../support/client.js';

/** What tests look at in the answers of missions; every answer may also be a problem. */
export interface Looked {
  readonly id: string;
  readonly code?: string;
  readonly state?: string;
  readonly unitId?: string;
  readonly conflicts?: readonly {
    readonly flightId?: string;
    readonly zoneId?: string;
    readonly overlapMetres: number;
  }[];
  readonly reminders?: readonly { readonly name: string; readonly rule: string }[];
  readonly faults?: readonly { readonly code: string; readonly volume?: number }[];
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

export interface Period {
  readonly from: string;
  readonly to: string;
}

interface PoolDevice {
  readonly id: string;
  readonly assetCode: string;
}

const HOUR_MS = 3_600_000;

/** Hours from now, as a period of the API. */
export function hoursAhead(from: number, to: number): Period {
  const now = Date.now();
  return { from: new Date(now + from * HOUR_MS).toISOString(), to: new Date(now + to * HOUR_MS).toISOString() };
}

/** A square with its south-west corner here, sides in degrees. */
export function square(west: number, south: number, side: number): Polygon {
  const corners = [
    [west, south],
    [west + side, south],
    [west + side, south + side],
    [west, south + side],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [corners] };
}

/** Books the first device of this kind or category that is free and lent to the person's unit. */
export async function book(client: ApiClient, wanted: string, during: Period): Promise<PoolDevice> {
  const free = await client.get<{ items: PoolDevice[] }>(
    `/devices?${wanted}&freeFrom=${during.from}&freeTo=${during.to}&limit=100`,
  );
  const refusals: unknown[] = [];
  for (const device of free.body.items) {
    const booked = await client.post('/bookings', { during, purpose: '现场勘查', deviceIds: [device.id] });
    if (booked.status === 201) return device;
    refusals.push(booked.body);
  }
  throw new Error(`no device for ${wanted}: ${JSON.stringify(refusals.at(0) ?? free.body)}`);
}

/** Who plans, who decides, and the aircraft that is booked. */
export interface FlightCrew {
  readonly app: TestApp;
  readonly pilot: ApiClient;
  readonly commander: ApiClient;
  readonly deviceId: string;
}

/** The application with a pilot of 东光县, a commander and an aircraft booked for the period. */
export async function startCrew(booked: Period, commandingUnit: string): Promise<FlightCrew> {
  const app = await TestApp.start();
  const pilot = await app.as({ role: 'pilot', unit: '东光县' });
  const commander = await app.as({ role: 'commander', unit: commandingUnit });
  return { app, pilot, commander, deviceId: (await book(pilot, 'category=uav', booked)).id };
}

export type Reply = Answer<Looked>;
