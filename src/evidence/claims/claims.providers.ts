import { PositionClaimKeeper } from './position-claim.keeper.js';
import { PositionClaimRepository } from './position-claim.repository.js';
import { PositionClaims } from './position-claim.service.js';
import { PositionClaimsController } from './position-claims.controller.js';

export const CLAIM_PROVIDERS = [PositionClaimRepository, PositionClaimKeeper, PositionClaims];
export const CLAIM_CONTROLLERS = [PositionClaimsController];
