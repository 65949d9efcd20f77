import { EscalationDesk } from './escalation-desk.js';
import { EscalationPoliciesController } from './escalation-policies.controller.js';
import { EscalationPolicies } from './escalation-policies.service.js';
import { EscalationPolicyRepository } from './escalation-policy.repository.js';
import { EscalationRounds } from './escalation-rounds.js';
import { EscalationTargets } from './escalation-targets.js';
import { EscalationCommands } from './escalation.commands.js';
import { OrderEscalations } from './order-escalations.js';
import { OrderTimerRepository } from './order-timer.repository.js';
import { OrderTimers } from './order-timers.js';
import { Wakeability } from './wakeability.js';

export const ESCALATION_CONTROLLERS = [EscalationPoliciesController];
export const ESCALATION_PROVIDERS = [
  EscalationCommands,
  EscalationDesk,
  EscalationPolicies,
  EscalationPolicyRepository,
  EscalationRounds,
  EscalationTargets,
  OrderEscalations,
  OrderTimerRepository,
  OrderTimers,
  Wakeability,
];
