import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { writeKmz } from '../../../src/missions/waylines/wpml/wpml.writer.js';
import type { JsonObject } from '../../../src/telemetry/sample.js';
import { actionOf, groupOf, pathOf, waylineOf, waypointAt } from '../../factories/waylines.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { eventually } from '../../support/time.js';
import { square } from '../missions/mission-kit.js';
import { type Asked, type Docked, docksOf, StandInDock } from './service-kit.js';
import { endClients } from './telemetry-kit.js';

export const HOUR_MS = 3_600_000;
const M3TD = { drone: { type: 91, subType: 1 }, payloads: [{ type: 81, subType: 0, gimbal: 0 }] };

export interface Call {
  readonly id: string;
  readonly tid: string;
  readonly bid: string;
  readonly state: string;
  readonly data: JsonObject;
  readonly code?: string;
}

export interface Task {
  readonly id: string;
  readonly flightId: string;
  readonly state: string;
  readonly md5: string;
  readonly watermarkCallId: string | null;
  readonly progress: { readonly status: string; readonly percent: number } | null;
  readonly news: readonly { readonly kind: string; readonly data: JsonObject }[];
}

interface FlightRow {
  readonly state: string;
  readonly takenOffAt: string | null;
  readonly landedAt: string | null;
}

export interface TaskFile {
  readonly url: string;
  readonly fingerprint: string;
}

interface Planned {
  readonly id: string;
  readonly south: number;
}

interface Period {
  readonly from: string;
  readonly to: string;
}

/** Hours from now. */
export function hoursFromNow(from: number, to: number): Period {
  const at = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
  return { from: at(from), to: at(to) };
}

export const execute = (taskId: string) => ({ method: 'flighttask_execute', data: { flight_id: taskId } });
export const undo = (taskId: string) => ({ method: 'flighttask_undo', data: { flight_ids: [taskId] } });
export const prepare = (flightId: string, more: object = {}) => ({
  method: 'flighttask_prepare',
  data: { flightId, task_type: 0, execute_time: Date.now(), rth_altitude: 100, out_of_control_action: 0, ...more },
});

/** A dock that answers when told to, the pilot and the commander of its flights, and a case that they belong to. */
export class DockTaskStage {
  private nth = 0;

  private constructor(
    readonly app: TestApp,
    readonly pilot: ApiClient,
    readonly commander: ApiClient,
    private readonly docks: readonly [Docked, Docked],
    readonly dock: StandInDock,
    readonly file: { readonly id: string; readonly number: string },
  ) {}

  static async set(): Promise<DockTaskStage> {
    const app = await TestApp.start();
    const [docked, other] = await docksOf(app);
    if (!docked || !other) throw new Error('fewer than two docks');
    const dock = await StandInDock.connect(app, docked);
    await dock.announce(docked);
    const people = [await app.as({ role: 'pilot' }), await app.as({ role: 'commander' })];
    const file = await openCase(app, people);
    // Log-ins know the cases of their time.
    const [pilot, commander] = [await app.as({ role: 'pilot' }), await app.as({ role: 'commander' })];
    const booking = { during: hoursFromNow(0.0001, 3), purpose: '巡查', deviceIds: [docked.aircraftId] };
    accepted(await pilot.post('/bookings', booking), 201);
    await pause(600);
    return new DockTaskStage(app, pilot, commander, [docked, other], dock, file);
  }

  get docked(): Docked {
    return this.docks[0];
  }

  get other(): Docked {
    return this.docks[1];
  }

  async strike(): Promise<void> {
    await endClients();
    await this.app.stop();
  }

  async bring(flightId: string, bytes: Buffer): Promise<void> {
    const form = new FormData();
    form.append('file', new Blob([Uint8Array.from(bytes)]), '机场.kmz');
    accepted(await this.pilot.send('PUT', `/flights/${flightId}/wayline`, form), 200);
  }

  /** A flight in a place of its own, without a wayline. */
  async planBare(more: object = { caseId: this.file.id }): Promise<Planned> {
    const south = 37.2 + 0.03 * (this.nth += 1);
    const filed = await this.pilot.post<{ id: string }>('/flights', {
      deviceId: this.docked.aircraftId,
      pilotId: this.pilot.user.id,
      purpose: '巡查',
      during: hoursFromNow(0.0001, 1),
      volumes: [{ geometry: square(116.59, south, 0.015), lowerMetres: 0, upperMetres: 110 }],
      ...more,
    });
    accepted(filed, 201);
    return { id: filed.body.id, south };
  }

  async plan(more?: object): Promise<Planned> {
    const planned = await this.planBare(more);
    await this.bring(planned.id, await kmzNear(planned.south));
    return planned;
  }

  async clear(flightId: string): Promise<void> {
    accepted(await this.commander.post(`/flights/${flightId}/approve`, {}), 200);
    accepted(await this.pilot.post(`/flights/${flightId}/clear`, {}), 200);
    await pause(400);
  }

  async cleared(more?: object): Promise<Planned> {
    const planned = await this.plan(more);
    await this.clear(planned.id);
    return planned;
  }

  post(request: object, on = this.docked.dockId) {
    return this.commander.post<Call>(`/devices/${on}/services`, request);
  }

  async refused(request: object, on = this.docked.dockId): Promise<[number, string | undefined]> {
    const { status, body } = await this.post(request, on);
    return [status, body.code];
  }

  async ask(request: object): Promise<Call> {
    const answer = await this.post(request);
    expect([answer.status, answer.body.code]).toEqual([201, undefined]);
    return answer.body;
  }

  async heard({ tid }: Call): Promise<Asked> {
    await eventually(() => expect(this.dock.heard.map((one) => one.tid)).toContain(tid));
    return this.dock.heard.findLast((one) => one.tid === tid)!;
  }

  async answered(request: object, result = 0): Promise<Call> {
    const call = await this.ask(request);
    await this.dock.reply(await this.heard(call), { result });
    await eventually(async () => {
      const shown = await this.commander.get<Call>(`/devices/${this.docked.dockId}/services/${call.id}`);
      expect(shown.body.state).toBe(result === 0 ? 'answered' : 'failed');
    });
    return call;
  }

  /** @param missionState 6 is on its way, 7 has failed, 9 is over */
  async progress(taskId: string, status: string, missionState: number, percent: number, at = Date.now()) {
    const ext = { flight_id: taskId, wayline_mission_state: missionState, current_waypoint_index: 1, media_count: 1 };
    const output = { status, progress: { percent, current_step: 19 }, ext };
    await this.dock.tell('flighttask_progress', { result: 0, output }, { timestamp: at });
  }

  async flight(id: string): Promise<FlightRow> {
    return (await this.commander.get<FlightRow>(`/flights/${id}`)).body;
  }

  async shown(taskId: string): Promise<Task | undefined> {
    const { body } = await this.commander.get<{ items: Task[] }>(`/devices/${this.docked.dockId}/tasks`);
    return body.items.find(({ id }) => id === taskId);
  }
}

/** A wayline inside the square of a flight that begins at this latitude. */
export function kmzNear(south: number, metres = 0): Promise<Buffer> {
  const north = (south - 37.9) * 111_195.08 + 500 + metres;
  const photo = groupOf(1, [actionOf('takePhoto', { payloadPositionIndex: 0 })]);
  const path = pathOf([waypointAt(north, 60), waypointAt(north + 100, 60, { groups: [photo] })]);
  return writeKmz(waylineOf([path], M3TD), new Date('2026-11-27T08:00:00Z'));
}

async function openCase(app: TestApp, people: readonly ApiClient[]): Promise<{ id: string; number: string }> {
  const handler = await app.as({ role: 'case_handler' });
  const number = `冀检公益诉〔2026〕${randomUUID().slice(0, 6)}号`;
  const members = people.map(({ user }) => user.id);
  const opened = await handler.post<{ id: string }>('/cases', {
    number,
    title: '排污',
    domain: 'environment',
    members,
  });
  return { id: opened.body.id, number };
}

/** The body is shown where the answer is another. */
function accepted({ status, body }: { readonly status: number; readonly body: unknown }, wanted: number): void {
  expect(`${status} ${JSON.stringify(body)}`).toMatch(new RegExp(`^${wanted} `));
}
