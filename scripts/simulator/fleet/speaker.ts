import {
  aircraftOsdMessage,
  controllerOsdMessage,
  type SimulatedCrew,
  type SimulatedMessage,
  updateTopoMessage,
} from '../dji-messages.js';
import { ownTelemetryMessage } from './own-messages.js';
import type { Line } from './roster.js';
import { SortiePlan } from './sortie-plan.js';

const BATTERY_OF_STANDING_PERCENT = 86;

/** What one line says, moment by moment. The same seed and moments give the same bytes. */
export interface Speaker {
  /** What comes before anything else; a controller says it again whenever it has a connection. */
  greeting(at: Date): SimulatedMessage[];
  messagesAt(seconds: number, at: Date): SimulatedMessage[];
  farewell(at: Date): SimulatedMessage[];
  readonly airborne: boolean;
}

export function speakerOf(line: Line, seed: number, firstTakeOffWithinSeconds: number): Speaker {
  const { crew, home } = line;
  return crew
    ? new CrewSpeaker(crew, new SortiePlan({ seed, home, firstTakeOffWithinSeconds }))
    : new StandingSpeaker(line);
}

class CrewSpeaker implements Speaker {
  airborne = false;

  constructor(
    private readonly crew: SimulatedCrew,
    private readonly plan: SortiePlan,
  ) {}

  greeting(at: Date): SimulatedMessage[] {
    return [updateTopoMessage(this.crew, at)];
  }

  messagesAt(seconds: number, at: Date): SimulatedMessage[] {
    const { point, airborne } = this.plan.momentAt(seconds, at);
    this.airborne = airborne;
    const stand = { ...this.plan.stand, altitudeEllipsoidMetres: this.plan.groundEllipsoidMetres };
    return [aircraftOsdMessage(this.crew, point), controllerOsdMessage(this.crew, at, stand)];
  }

  farewell(at: Date): SimulatedMessage[] {
    return [updateTopoMessage(this.crew, at, false)];
  }
}

class StandingSpeaker implements Speaker {
  readonly airborne = false;

  constructor(private readonly line: Line) {}

  greeting(): SimulatedMessage[] {
    return [];
  }

  messagesAt(_seconds: number, at: Date): SimulatedMessage[] {
    return [ownTelemetryMessage(this.line.assetCode, at, this.line.home, BATTERY_OF_STANDING_PERCENT)];
  }

  farewell(): SimulatedMessage[] {
    return [];
  }
}
