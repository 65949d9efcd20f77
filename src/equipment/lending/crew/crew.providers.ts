import { BookingPerson } from './booking-person.entity.js';
import { CrewBoard } from './crew-board.service.js';
import { CrewController } from './crew.controller.js';
import { CrewRepository } from './crew.repository.js';
import { Crew } from './crew.service.js';
import { CrewJudge } from './crew-judge.service.js';
import { CrewStandIns } from './crew-stand-ins.service.js';

export const CREW_ENTITIES = [BookingPerson];

export const CREW_CONTROLLERS = [CrewController];

export const CREW_PROVIDERS = [Crew, CrewBoard, CrewJudge, CrewRepository, CrewStandIns];
