import { PassingBy } from './passing-by.js';
import { RosterRepository } from './roster.repository.js';
import { SessionRosters } from './session-roster.js';
import { SignalBoard } from './signal-board.js';
import { SignalIntake } from './signal-intake.js';
import { SignalLane } from './signal-lane.js';

export const SIGNAL_PROVIDERS = [
  PassingBy,
  RosterRepository,
  SessionRosters,
  SignalBoard,
  SignalIntake,
  SignalLane,
] as const;
