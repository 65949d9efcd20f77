import type { ErrorEntry } from '../../platform/index.js';

/** Refusals of what controllers report. */
export const MEDIA_REFUSALS = {
  MEDIA_NOT_HERE: {
    status: 422,
    level: 'info',
    retryable: true,
    en: 'This file has not come into the store; upload it again',
    zh: '存储中没有该文件，请重新上传',
  },
} as const satisfies Record<string, ErrorEntry>;
