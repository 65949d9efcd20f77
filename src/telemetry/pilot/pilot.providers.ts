import { Hearing } from './hearing.js';
import { PilotLines } from './pilot-lines.service.js';
import { LivePairs, PilotTopologies } from './pilot-topologies.service.js';

/** What telemetry keeps for DJI Pilot 2. */
export const PILOT_PROVIDERS = [Hearing, LivePairs, PilotLines, PilotTopologies];
