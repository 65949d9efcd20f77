import {
  aircraftOsdMessage,
  controllerOsdMessage,
  type SimulatedCrew,
  type SimulatedMessage,
  updateTopoMessage,
} from '../dji-messages.js';
import { BATTERY_LOW, healthMessage } from '../event-messages.js';
import { aircraftStateMessage, gatewayStateMessage, MODE_REASON, modeReasonMessage } from '../state-messages.js';
import { AircraftDay, type DayOptions } from './aircraft-day.js';
import type { ComingFlight, Shot, Speaker } from './speaker.js';

const CONTROLLER_FULL_PERCENT = 96;
const CONTROLLER_LEAST_PERCENT = 35;
const CONTROLLER_PERCENT_PER_SECOND = 0.006;

/** A controller and the aircraft behind it. */
export class CrewSpeaker implements Speaker {
  airborne = false;
  private reason: number = MODE_REASON.none;
  private readonly day: AircraftDay;

  constructor(
    private readonly crew: SimulatedCrew,
    options: DayOptions,
  ) {
    this.day = new AircraftDay(crew, options);
  }

  greeting(at: Date): SimulatedMessage[] {
    const { crew } = this;
    return [
      updateTopoMessage(crew, at),
      gatewayStateMessage(crew, at),
      aircraftStateMessage(crew, at, this.day.plan.stand),
    ];
  }

  messagesAt(clockSeconds: number, at: Date): SimulatedMessage[] {
    const { point, airborne, seconds } = this.day.at(clockSeconds, at);
    const { stand, groundEllipsoidMetres } = this.day.plan;
    const { crew } = this;
    const changes = this.changes(airborne, point.lowBattery === true, point.phase === 'survey', at);
    const conditions = this.day.surroundings.at(seconds, point);
    const place = { ...stand, altitudeEllipsoidMetres: groundEllipsoidMetres };
    const percent = Math.round(
      CONTROLLER_FULL_PERCENT -
        ((seconds * CONTROLLER_PERCENT_PER_SECOND) % (CONTROLLER_FULL_PERCENT - CONTROLLER_LEAST_PERCENT)),
    );
    return [
      ...changes,
      aircraftOsdMessage(crew, point, conditions),
      controllerOsdMessage(crew, at, place, percent, conditions.linkQuality),
    ];
  }

  shots(): Shot[] {
    return this.day.takeShots();
  }

  coming(clockSeconds: number): ComingFlight | undefined {
    return this.day.coming(clockSeconds);
  }

  farewell(at: Date): SimulatedMessage[] {
    return [updateTopoMessage(this.crew, at, false)];
  }

  /** What is said once when it becomes so: home at take-off, why it does what it does, warnings. */
  private changes(airborne: boolean, isLow: boolean, isSurvey: boolean, at: Date): SimulatedMessage[] {
    const { crew } = this;
    const said: SimulatedMessage[] = [];
    if (airborne && !this.airborne) said.push(aircraftStateMessage(crew, at, this.day.plan.stand));
    this.airborne = airborne;
    const reason =
      airborne && isLow ? MODE_REASON.lowBattery : airborne && isSurvey ? MODE_REASON.wayline : MODE_REASON.none;
    if (reason === this.reason) return said;
    said.push(modeReasonMessage(crew, at, reason));
    if (reason === MODE_REASON.lowBattery) said.push(healthMessage(crew, at, [BATTERY_LOW], true));
    if (this.reason === MODE_REASON.lowBattery) said.push(healthMessage(crew, at, [], false));
    this.reason = reason;
    return said;
  }
}
