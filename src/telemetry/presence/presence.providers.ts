import { NewsRepository } from '../news/news.repository.js';
import { LineKeeper } from './line.keeper.js';
import { PresenceRepository } from './presence.repository.js';
import { PresenceRounds } from './presence.rounds.js';
import { PresenceReading } from './presence.service.js';

export const PRESENCE_PROVIDERS = [
  LineKeeper,
  NewsRepository,
  PresenceReading,
  PresenceRepository,
  PresenceRounds,
] as const;
