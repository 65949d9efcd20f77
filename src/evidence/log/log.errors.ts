import { defineErrors } from '../../platform/index.js';

export const LogErrors = defineErrors({
  LOG_LEAF_UNKNOWN: {
    status: 404,
    level: 'info',
    en: 'The log of that size has no such leaf',
    zh: '该规模的日志中没有此叶子',
  },
  LOG_SIZE_UNKNOWN: {
    status: 404,
    level: 'info',
    en: 'The log has {size} entries so far',
    zh: '日志目前有 {size} 条记录',
  },
  LOG_CHECKPOINT_UNKNOWN: {
    status: 404,
    level: 'info',
    en: 'No checkpoint was signed for that size',
    zh: '没有该规模的检查点',
  },
  LOG_TIMESTAMP_UNKNOWN: {
    status: 404,
    level: 'info',
    en: 'No time-stamping authority stamped a head of that size',
    zh: '没有该规模检查点的时间戳',
  },
  LOG_COSIGNATURE_REFUSED: {
    status: 422,
    level: 'warn',
    en: 'This is no cosignature of a witness we know ({reason})',
    zh: '不是已登记见证方的有效副署（{reason}）',
  },
});
