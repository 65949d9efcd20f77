import { DEADLINE_HORIZON_DAYS } from './request.rules.js';

const refused = (en: string, zh: string) => ({ status: 422, level: 'info', en, zh }) as const;
const conflicting = (en: string, zh: string) => ({ status: 409, level: 'info', en, zh }) as const;

export const REQUEST_REFUSALS = {
  ASSISTANCE_STATE_CONFLICT: conflicting(
    'A request in state {state} does not take the step {step}',
    '该技术协助请求目前所处的步骤不允许此操作',
  ),
  ASSISTANCE_TAKEN: conflicting('{unitName} has taken the request', '{unitName}已受理该请求'),
  ASSISTANCE_UNIT_NOT_IN_LINE: refused(
    'Ask the technical department of the own unit or of one above it',
    '只能向本院或上级院的技术部门提出请求',
  ),
  ASSISTANCE_DEADLINE_PAST: refused('The deadline has passed', '完成时限已过'),
  ASSISTANCE_DEADLINE_TOO_FAR: refused(
    `The deadline lies more than ${DEADLINE_HORIZON_DAYS} days ahead`,
    `完成时限不得超过 ${DEADLINE_HORIZON_DAYS} 天`,
  ),
  ASSISTANCE_OUTCOME_UNKNOWN: refused(
    'The case of the request has no such {kind}',
    '该请求所属案件中没有所填的飞行、快检或样品',
  ),
} as const;
