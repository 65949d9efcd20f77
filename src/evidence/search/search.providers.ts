import { EvidenceSearchController } from './search.controller.js';
import { FootprintSearch } from './footprint-search.service.js';
import { SearchRepository } from './search.repository.js';
import { EvidenceSearch } from './search.service.js';
import { SeenVerdicts } from './seen-verdicts.js';

export const SEARCH_PROVIDERS = [EvidenceSearch, FootprintSearch, SearchRepository, SeenVerdicts];
export const SEARCH_CONTROLLERS = [EvidenceSearchController];
