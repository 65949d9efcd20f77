import type { ErrorEntry } from '../../platform/index.js';

/** Refusals around what devices upload. */
export const OBJECT_REFUSALS = {
  STORE_ELSEWHERE: {
    status: 422,
    level: 'info',
    en: 'Originals are kept in another store, for which this service can give no credentials',
    zh: '原件保存在外部存储中，本服务无法签发其上传凭证',
  },
} as const satisfies Record<string, ErrorEntry>;
