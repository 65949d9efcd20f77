import { MapCommands } from './map.commands.js';
import { SessionMapController } from './map.controller.js';
import { MapFeatureRepository } from './map-feature.repository.js';
import { MapHistoryRepository } from './map-history.repository.js';
import { MapReader } from './map-reader.service.js';

export const MAP_CONTROLLERS = [SessionMapController] as const;
export const MAP_PROVIDERS = [MapCommands, MapFeatureRepository, MapHistoryRepository, MapReader] as const;
