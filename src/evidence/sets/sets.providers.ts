import { CaptureSet, CaptureSetMember } from './capture-set.entity.js';
import { CaptureSetRepository } from './capture-set.repository.js';
import { CaptureSets } from './capture-sets.service.js';

export const SETS_ENTITIES = [CaptureSet, CaptureSetMember] as const;
export const SETS_PROVIDERS = [CaptureSetRepository, CaptureSets] as const;
