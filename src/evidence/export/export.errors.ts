/** Why nothing is packed, or not yet. */
export const EXPORT_REFUSALS = {
  EXPORT_EMPTY: { status: 422, level: 'info', en: 'There is no evidence to export', zh: '没有可导出的证据' },
  EXPORT_TOO_LARGE: {
    status: 422,
    level: 'info',
    en: 'An export holds at most {most} exhibits; choose some of them',
    zh: '一次最多导出 {most} 件证据，请选择其中一部分',
  },
  EXPORT_ITEM_NOT_LISTED: {
    status: 422,
    level: 'info',
    en: 'The item {itemId} is not on the list of this case',
    zh: '证据 {itemId} 不在本案清单中',
  },
  EXPORT_NOT_READY: {
    status: 409,
    level: 'info',
    retryable: true,
    en: 'The export is still being made',
    zh: '导出尚未完成',
  },
  EXPORT_GONE: {
    status: 410,
    level: 'info',
    en: 'There is no file of this export, or no longer; ask for it again',
    zh: '该导出没有文件或已过期，请重新申请',
  },
  EXPORT_LOG_BEHIND: {
    status: 503,
    level: 'warn',
    retryable: true,
    en: 'Entries of these items have no place in the log yet',
    zh: '部分证据的日志条目尚未排定',
  },
  EXPORT_ORIGINAL_CHANGED: {
    status: 500,
    level: 'error',
    en: 'The stored bytes of {itemId} are not those that were received; nothing was exported',
    zh: '证据 {itemId} 的存储内容与接收时不符，未导出',
  },
  EXPORT_REQUESTER_GONE: {
    status: 403,
    level: 'info',
    en: 'Whoever asked for the export may no longer see it',
    zh: '申请人已无权查看该导出',
  },
  EXPORT_GAVE_UP: {
    status: 500,
    level: 'error',
    en: 'The export could not be made within a day',
    zh: '导出在一天内未能完成',
  },
} as const;
