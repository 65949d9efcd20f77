import { aircraftOsdMessage, type SimulatedCrew, type SimulatedMessage, updateTopoMessage } from '../dji-messages.js';
import { DOCK_FRAMES, type DockMoment, weatherOf } from '../dock-messages.js';
import { requestMessage, taskMessage } from '../event-messages.js';
import { aircraftStateMessage, gatewayStateMessage } from '../state-messages.js';
import { AircraftDay, type DayMoment, type DayOptions } from './aircraft-day.js';
import type { Sortie } from './sortie-plan.js';
import type { ComingFlight, Shot, Speaker } from './speaker.js';

/** Before the take-off the cover opens and the aircraft wakes; after the landing it is taken in. */
const WAKES_BEFORE_SECONDS = 60;
const OPENS_BEFORE_SECONDS = 30;
const ASLEEP_AFTER_SECONDS = 90;
const PERCENT_A_REPORT = 10;
const STEP = { preparing: 0, flying: 1, recovering: 2, idle: 5 } as const;
/** `current_step` and `wayline_mission_state` of DJI's tasks. */
const TASK = {
  preparing: { step: 5, missionState: 3 },
  flying: { step: 25, missionState: 6 },
  done: { step: 35, missionState: 9 },
} as const;
const LANDED_WITH_PERCENT = 40;
const CHARGED_A_SECOND = 0.03;

/** A dock with its aircraft: three frames in turn, tasks from the open cover to the last photo. */
export class DockSpeaker implements Speaker {
  airborne = false;
  private readonly day: AircraftDay;
  private turn = 0;
  private aircraftOnline = false;
  private told = { sortie: 0, percent: -1 };
  private last: Sortie | undefined;

  constructor(
    private readonly crew: SimulatedCrew,
    private readonly options: DayOptions,
  ) {
    this.day = new AircraftDay(crew, { ...options, isDock: true });
  }

  greeting(at: Date): SimulatedMessage[] {
    const { crew } = this;
    const devices = [{ sn: crew.gatewaySerial }, { sn: crew.aircraftSerial }];
    return [
      requestMessage(crew, 'airport_bind_status', at, { devices }),
      updateTopoMessage(crew, at, this.aircraftOnline),
      gatewayStateMessage(crew, at),
      requestMessage(crew, 'flight_areas_get', at, {}),
    ];
  }

  messagesAt(clockSeconds: number, at: Date): SimulatedMessage[] {
    const before = this.day.plan.current;
    const moment = this.day.at(clockSeconds, at);
    if (this.day.plan.current !== before) this.last = before;
    this.airborne = moment.airborne;
    const { seconds } = moment;
    const { takeOffAt } = this.day.plan.current;
    const landed = this.last === undefined ? Infinity : seconds - this.last.landsAt;
    const isAwake = seconds >= takeOffAt - WAKES_BEFORE_SECONDS || landed < ASLEEP_AFTER_SECONDS;
    const said = this.switched(isAwake, at);
    said.push(...this.progress(clockSeconds, moment, landed, at));
    if (isAwake) {
      const conditions = this.day.surroundings.at(seconds, moment.point);
      said.push(aircraftOsdMessage(this.crew, moment.point, conditions));
    }
    const frame = DOCK_FRAMES[this.turn % DOCK_FRAMES.length];
    this.turn += 1;
    if (frame) said.push(frame(this.crew, this.dockAt(moment, landed, isAwake)));
    return said;
  }

  shots(): Shot[] {
    return this.day.takeShots();
  }

  coming(clockSeconds: number): ComingFlight | undefined {
    return this.day.coming(clockSeconds);
  }

  farewell(at: Date): SimulatedMessage[] {
    return this.aircraftOnline ? [updateTopoMessage(this.crew, at, false)] : [];
  }

  private switched(isAwake: boolean, at: Date): SimulatedMessage[] {
    if (isAwake === this.aircraftOnline) return [];
    this.aircraftOnline = isAwake;
    const topology = updateTopoMessage(this.crew, at, isAwake);
    return isAwake ? [topology, aircraftStateMessage(this.crew, at, this.day.plan.stand)] : [topology];
  }

  /** A report for every tenth of the way, and one at the end. */
  private progress(clockSeconds: number, { seconds }: DayMoment, landed: number, at: Date): SimulatedMessage[] {
    const { current } = this.day.plan;
    const isOver = landed < ASLEEP_AFTER_SECONDS && this.last !== undefined && this.told.sortie === this.last.number;
    const sortie = isOver && this.last ? this.last : current;
    if (!isOver && seconds < current.takeOffAt - WAKES_BEFORE_SECONDS) return [];
    const share = (seconds - sortie.takeOffAt) / (sortie.landsAt - sortie.takeOffAt);
    const percent = isOver ? 100 : Math.max(0, Math.min(90, Math.floor(share * 10) * PERCENT_A_REPORT));
    if (this.told.sortie === sortie.number && this.told.percent >= percent) return [];
    this.told = { sortie: sortie.number, percent };
    const { step, missionState } = isOver ? TASK.done : share < 0 ? TASK.preparing : TASK.flying;
    const mediaCount = sortie.photosAt.filter((due) => due <= seconds).length;
    const flightId = this.day.flightId(sortie, clockSeconds, at);
    const status = isOver ? 'ok' : 'in_progress';
    return [
      taskMessage(this.crew, at, { flightId, status, percent, step, missionState, waypoint: percent, mediaCount }),
    ];
  }

  private dockAt({ point, airborne, seconds }: DayMoment, landed: number, isAwake: boolean): DockMoment {
    const { plan, surroundings } = this.day;
    const toTakeOff = plan.current.takeOffAt - seconds;
    const isRecovering = landed < ASLEEP_AFTER_SECONDS;
    const isCharging = !isAwake && this.last !== undefined;
    const charge = isCharging ? LANDED_WITH_PERCENT + landed * CHARGED_A_SECOND : point.batteryPercent;
    return {
      at: point.at,
      place: { ...this.options.home, altitudeEllipsoidMetres: plan.groundEllipsoidMetres },
      inDock: !airborne,
      aircraftOnline: isAwake,
      coverOpen: airborne || toTakeOff < OPENS_BEFORE_SECONDS || landed < OPENS_BEFORE_SECONDS,
      working: isAwake,
      step: airborne ? STEP.flying : isRecovering ? STEP.recovering : isAwake ? STEP.preparing : STEP.idle,
      chargePercent: Math.min(100, Math.round(charge)),
      remainingUploads: 0,
      weather: weatherOf(surroundings.at(seconds, point), seconds, surroundings.celsius),
    };
  }
}
