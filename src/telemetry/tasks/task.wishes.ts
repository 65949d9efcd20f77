import { Injectable } from '@nestjs/common';
import { FlightTasks, type TaskOrder } from '../../missions/index.js';
import { type Actor, Clock, newId, type Tx } from '../../platform/index.js';
import { EquipmentService } from '../../equipment/index.js';
import { StoreAddress } from '../objects/store.address.js';
import type { Way } from '../services/gateway.finder.js';
import type { Use } from '../services/service-access.js';
import type { ServiceRequest } from '../services/service-methods.js';
import type { JsonObject } from '../sample.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { type DockTask, DockTaskRepository } from './dock-task.repository.js';
import { isDue, isTooLate } from './task.rules.js';

/** Who is asked, and for whom. */
interface Asked {
  readonly way: Way;
  readonly use: Use;
}
type Request<Method extends ServiceRequest['method']> = Extract<ServiceRequest, { method: Method }>;
type PrepareData = Request<'flighttask_prepare'>['data'];

const OPEN = ['asked', 'prepared'] as const;

/** Ties what docks are asked to fly to flights that may be flown. */
@Injectable()
export class TaskWishes {
  constructor(
    private readonly tasks: DockTaskRepository,
    private readonly flights: FlightTasks,
    private readonly equipment: EquipmentService,
    private readonly address: StoreAddress,
    private readonly clock: Clock,
  ) {}

  /** What the device gets. @throws TASK_…, WAYLINE_…, NOT_FOUND, FORBIDDEN; `undefined` for what is no matter of tasks */
  async dataFor(tx: Tx, actor: Actor, asked: Asked, request: ServiceRequest): Promise<JsonObject | undefined> {
    const { method } = request;
    if (method === 'flighttask_prepare') return this.prepared(tx, actor, asked, request.data);
    if (method === 'flighttask_execute') return this.begun(tx, actor, asked, request.data.flight_id);
    if (method === 'flighttask_undo') return this.withdrawn(tx, asked, request.data.flight_ids);
    return method === 'flighttask_recovery' ? this.goingOn(tx, asked) : undefined;
  }

  /** The same, where a call is sent again: a task that is prepared again is the same one, under a new address. */
  async dataAgain(
    tx: Tx,
    actor: Actor,
    { asked, request, taskId }: { readonly asked: Asked; readonly request: ServiceRequest; readonly taskId: string },
  ): Promise<JsonObject | undefined> {
    if (request.method !== 'flighttask_prepare') return this.dataFor(tx, actor, asked, request);
    const task = await this.tasks.ofGateway(tx, asked.way.gatewayId, taskId);
    if (task?.state !== 'asked') throw TelemetryErrors.TASK_NOT_PREPARED({ state: task?.state ?? 'unknown' });
    const order = await this.flights.order(tx, actor, await this.wishOf(tx, asked, request.data));
    await this.tasks.renew(tx, task.id, order);
    return this.message(task.id, request.data, order);
  }

  private async prepared(tx: Tx, actor: Actor, asked: Asked, data: PrepareData): Promise<JsonObject> {
    const order = await this.flights.order(tx, actor, await this.wishOf(tx, asked, data));
    await this.makeRoom(tx, data.flightId);
    const id = newId();
    const { from, latest } = timesOf(data, this.clock.now());
    await this.tasks.insert(tx, {
      ...asked.use,
      id,
      flightId: data.flightId,
      gatewayId: asked.way.gatewayId,
      deviceId: order.deviceId,
      waylineId: order.waylineId,
      md5: order.md5,
      beginsAt: from,
      latestAt: latest ?? null,
      returnMetres: data.rth_altitude,
      caseId: order.caseId,
      askedBy: actor.id,
      askedByName: actor.name,
      askedAt: this.clock.now(),
    });
    return this.message(id, data, order);
  }

  /** One open task a flight; one of which nobody knows whether the dock has it gives way, and cannot be begun any more. */
  private async makeRoom(tx: Tx, flightId: string): Promise<void> {
    const open = await this.tasks.openOf(tx, flightId);
    if (!open) return;
    const isLost = open.state === 'asked' && !open.isWaiting;
    const gaveWay = isLost && (await this.tasks.move(tx, open.id, ['asked'], 'replaced', this.clock.now()));
    if (!gaveWay) throw TelemetryErrors.TASK_UNDER_WAY({ taskId: open.id, state: open.state });
  }

  private async begun(tx: Tx, actor: Actor, { way }: Asked, taskId: string): Promise<JsonObject> {
    const task = await this.require(tx, way, taskId);
    if (task.state !== 'prepared') throw TelemetryErrors.TASK_NOT_PREPARED({ state: task.state });
    const now = this.clock.now();
    if (!isDue(task.beginsAt, now)) throw TelemetryErrors.TASK_NOT_DUE({ at: task.beginsAt.toISOString() });
    if (isTooLate(task.latestAt, now)) throw TelemetryErrors.TASK_TOO_LATE({ at: task.latestAt?.toISOString() });
    const from = task.beginsAt > now ? task.beginsAt : now;
    const { flightId, returnMetres, md5 } = task;
    const dock = await this.dockOf(tx, way);
    await this.flights.requireStart(tx, actor, { flightId, dock, from, returnMetres }, md5);
    // Somebody may have withdrawn it meanwhile.
    const held = await this.tasks.hold(tx, way.gatewayId, taskId);
    if (held?.state !== 'prepared') throw TelemetryErrors.TASK_NOT_PREPARED({ state: held?.state ?? task.state });
    return { flight_id: taskId };
  }

  /**
   * In whose hands these tasks were given out, where all are ours and of flights that the actor may change: then they are
   * withdrawn whoever has the dock now and whether it is there or not. The flights are held before the tasks.
   */
  async givenUp(tx: Tx, actor: Actor, dockId: string, taskIds: readonly string[]): Promise<Use | undefined> {
    const tasks: DockTask[] = [];
    for (const id of taskIds) {
      const task = await this.tasks.ofGateway(tx, dockId, id);
      if (!task) return undefined;
      tasks.push(task);
    }
    for (const flightId of tasks.map((task) => task.flightId).toSorted())
      if (!(await this.flights.mayChange(tx, actor, flightId))) return undefined;
    const [first] = tasks;
    return first && { unitId: first.unitId, holderId: first.holderId, caseId: first.caseId };
  }

  /** Stopping is never refused; going on is what the flight must still allow. */
  private async goingOn(tx: Tx, { way }: Asked): Promise<JsonObject> {
    const task = await this.tasks.executing(tx, way.gatewayId);
    if (!task) throw TelemetryErrors.TASK_NOT_BEING_FLOWN();
    await this.flights.requireGoingOn(tx, task.flightId, this.clock.now());
    return {};
  }

  /** What a dock has from somebody else may be taken from it as well; what it flies may not. */
  private async withdrawn(tx: Tx, { way }: Asked, taskIds: readonly string[]): Promise<JsonObject> {
    for (const id of taskIds.toSorted()) {
      const task = await this.tasks.hold(tx, way.gatewayId, id);
      if (!task || task.endedAt !== null) continue;
      if (await this.tasks.isBeginning(tx, task)) throw TelemetryErrors.TASK_BEING_FLOWN();
      // Without another word of ours the dock flies nothing, so it is withdrawn whether it answers or not.
      if (!(await this.tasks.move(tx, task.id, OPEN, 'withdrawn', this.clock.now())))
        throw TelemetryErrors.TASK_BEING_FLOWN();
    }
    return { flight_ids: [...taskIds] };
  }

  private async require(tx: Tx, { gatewayId }: Way, taskId: string): Promise<DockTask> {
    const task = await this.tasks.ofGateway(tx, gatewayId, taskId);
    if (!task) throw TelemetryErrors.TASK_UNKNOWN();
    return task;
  }

  private async wishOf(tx: Tx, { way }: Asked, data: PrepareData) {
    const { from, latest } = timesOf(data, this.clock.now());
    const dock = await this.dockOf(tx, way);
    return { flightId: data.flightId, dock, from, latest, returnMetres: data.rth_altitude };
  }

  private async dockOf(tx: Tx, { gatewayId, aircraftId }: Way) {
    const gateway = await this.equipment.findDevice(tx, { id: gatewayId });
    return { id: gatewayId, partOfId: gateway?.partOfId ?? null, aircraftId };
  }

  /** @throws TASK_ADDRESS_UNKNOWN */
  private message(taskId: string, prepared: PrepareData, order: TaskOrder): JsonObject {
    const { flightId: _flightId, ...data } = prepared;
    const base = this.address.base();
    if (base === undefined) throw TelemetryErrors.TASK_ADDRESS_UNKNOWN();
    const message = {
      flight_id: taskId,
      ...data,
      file: { url: base + order.path, fingerprint: order.md5 },
      exit_wayline_when_rc_lost: order.leavesOnLostLink ? 1 : 0,
    };
    // Without what was left out.
    return JSON.parse(JSON.stringify(message)) as JsonObject;
  }
}

function timesOf(data: PrepareData, now: Date): { readonly from: Date; readonly latest: Date | undefined } {
  const { task_type: type, execute_time: at, ready_conditions: window } = data;
  if (type !== 2 || window === undefined) return { from: at === undefined ? now : new Date(at), latest: undefined };
  return { from: new Date(window.begin_time), latest: new Date(window.end_time) };
}
