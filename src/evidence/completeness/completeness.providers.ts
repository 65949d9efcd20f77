import { CompletenessController } from './completeness.controller.js';
import { FlightCompleteness } from './completeness.service.js';
import { FlownFiles } from './flown-files.service.js';
import { GapReasonKeeper } from './gap-reason.keeper.js';
import { GapReasonRepository } from './gap-reason.repository.js';

export const COMPLETENESS_PROVIDERS = [GapReasonRepository, GapReasonKeeper, FlownFiles, FlightCompleteness];
export const COMPLETENESS_CONTROLLERS = [CompletenessController];
