import { defineErrors } from '../errors/index.js';

export const StorageErrors = defineErrors({
  ORIGINAL_LEAVING: {
    status: 503,
    level: 'warn',
    retryable: true,
    en: 'The same bytes were just being removed from the store: send them again',
    zh: '相同内容正在从存储中删除，请重新发送',
  },
});
