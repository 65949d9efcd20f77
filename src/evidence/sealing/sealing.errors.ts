/** What sealing refuses. */
export const SEALING_REFUSALS = {
  SEAL_RULES_UNMET: {
    status: 422,
    level: 'info',
    en: 'The item cannot be sealed yet: {rules}',
    zh: '证据暂不能封存：{rules}',
  },
  EVIDENCE_ALREADY_SEALED: { status: 409, level: 'info', en: 'The item is sealed already', zh: '该证据已封存' },
  EVIDENCE_NOT_SEALED: {
    status: 409,
    level: 'info',
    en: 'The item is not sealed; corrections stand beside what is sealed',
    zh: '该证据尚未封存；更正记录只用于已封存的证据',
  },
  CORRECTION_ITEM_UNKNOWN: {
    status: 422,
    level: 'info',
    en: 'The item named as the better one is this one, or is not visible',
    zh: '所指的更正证据不存在、不可见或就是本证据',
  },
} as const;
