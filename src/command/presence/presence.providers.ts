import { PresenceBoard } from './presence-board.js';
import { PresenceRecord } from './presence-record.js';
import { PresenceRounds } from './presence-rounds.js';
import { PresenceRepository } from './presence.repository.js';

export const PRESENCE_PROVIDERS = [PresenceBoard, PresenceRecord, PresenceRepository, PresenceRounds] as const;
