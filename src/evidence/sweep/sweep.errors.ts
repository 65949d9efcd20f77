import { defineErrors } from '../../platform/index.js';

export const SweepErrors = defineErrors({
  SWEEP_RUNNING: { status: 409, level: 'info', en: 'A sweep runs already', zh: '完整性检查正在进行' },
  FINDING_NOT_OPEN: {
    status: 409,
    level: 'info',
    en: 'The finding is not open any more',
    zh: '该问题已不是待处理状态',
  },
});
