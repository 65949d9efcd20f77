import { DispatchCandidates } from './dispatch-candidates.service.js';
import { DispatchNames } from './dispatch-names.js';
import { DispatchCommands } from './dispatch.commands.js';
import { DispatchController } from './dispatch.controller.js';

export const DISPATCH_CONTROLLERS = [DispatchController];
export const DISPATCH_PROVIDERS = [DispatchCandidates, DispatchCommands, DispatchNames];
