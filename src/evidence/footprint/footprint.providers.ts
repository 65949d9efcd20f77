import { EvidenceFootprint } from './footprint.entity.js';
import { FootprintRepository } from './footprint.repository.js';
import { FootprintService } from './footprint.service.js';

export const FOOTPRINT_ENTITIES = [EvidenceFootprint];
export const FOOTPRINT_PROVIDERS = [FootprintRepository, FootprintService];
