import { RecheckPlanner } from './recheck.planner.js';
import { RecheckRepository } from './recheck.repository.js';
import { RecheckRounds } from './recheck.rounds.js';
import { TrackFollower } from './track-follower.js';

export const RECHECK_PROVIDERS = [RecheckRepository, RecheckPlanner, RecheckRounds, TrackFollower];
