import { Hearing } from './hearing.js';
import { PilotConsoles } from './pilot-consoles.js';
import { PilotLines } from './pilot-lines.service.js';
import { PilotRounds } from './pilot-rounds.js';
import { PilotSockets } from './pilot-sockets.js';
import { SocketProof } from './socket-proof.js';
import { LivePairs, PilotTopologies } from './pilot-topologies.service.js';

/** What telemetry keeps for DJI Pilot 2. */
export const PILOT_PROVIDERS = [
  Hearing,
  LivePairs,
  PilotConsoles,
  PilotLines,
  PilotRounds,
  PilotSockets,
  PilotTopologies,
  SocketProof,
];
