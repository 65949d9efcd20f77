import { EvidencePair } from './evidence-pair.entity.js';
import { PairJournal } from './pair.journal.js';
import { PairRepository } from './pair.repository.js';
import { PairsController } from './pairs.controller.js';
import { Pairs } from './pairs.service.js';

export const PAIR_ENTITIES = [EvidencePair] as const;
export const PAIR_CONTROLLERS = [PairsController] as const;
export const PAIR_PROVIDERS = [PairJournal, PairRepository, Pairs] as const;
