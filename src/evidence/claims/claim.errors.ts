import { defineErrors } from '../../platform/index.js';

export const ClaimErrors = defineErrors({
  CLAIM_AFTER_SEAL: {
    status: 409,
    level: 'info',
    en: 'The item is sealed; nothing is added to its claims any more',
    zh: '证据已封存，不能再补充位置说明',
  },
});
