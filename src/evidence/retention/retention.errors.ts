import { defineErrors } from '../../platform/index.js';

export const RetentionErrors = defineErrors({
  HOLD_RELEASED: { status: 409, level: 'info', en: 'The hold is released already', zh: '该保全已解除' },
  HOLD_ENDS_IN_THE_PAST: {
    status: 422,
    level: 'info',
    en: 'The hold would end before it begins',
    zh: '保全的截止时间早于现在',
  },
  POLICY_IN_FORCE: {
    status: 409,
    level: 'info',
    en: 'This domain has a policy already: end it first',
    zh: '该领域已有保管期限规定，请先终止原规定',
  },
  POLICY_ENDED: { status: 409, level: 'info', en: 'The policy has ended already', zh: '该保管期限规定已终止' },
  REMOVAL_NOT_DUE: {
    status: 409,
    level: 'info',
    en: 'No rule lets the item go ({because})',
    zh: '没有规定允许删除该证据（{because}）',
  },
  REMOVAL_PROPOSED_ALREADY: {
    status: 409,
    level: 'info',
    en: 'It is proposed already to remove the item',
    zh: '该证据已被提请删除',
  },
  REMOVAL_DECIDED: { status: 409, level: 'info', en: 'The proposal is decided already', zh: '该提请已作出决定' },
  REMOVAL_SAME_PERSON: {
    status: 403,
    level: 'info',
    en: 'Another person than the one who proposed it must confirm',
    zh: '须由提请人以外的人员确认',
  },
});
