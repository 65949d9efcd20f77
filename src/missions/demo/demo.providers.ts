import { DemoFlight } from './demo-flight.js';
import { DemoMissionGround } from './demo-mission.ground.js';
import { DemoRequestsSeed } from './demo-requests.seed.js';
import { DemoRunsSeed } from './demo-runs.seed.js';
import { DemoSamplesSeed } from './demo-samples.seed.js';

export const MISSION_DEMO_PROVIDERS = [DemoFlight, DemoMissionGround, DemoRequestsSeed, DemoRunsSeed, DemoSamplesSeed];
