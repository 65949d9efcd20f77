import { defineErrors } from '../../platform/index.js';

/** Refusals of resumable uploads; those of files as such are the same as for any upload. */
export const TusErrors = defineErrors({
  TUS_VERSION: {
    status: 412,
    level: 'info',
    en: 'Send the header Tus-Resumable: 1.0.0',
    zh: '请发送请求头 Tus-Resumable: 1.0.0',
  },
  TUS_HEADER_INVALID: {
    status: 400,
    level: 'info',
    en: 'The header {header} is missing or cannot be read',
    zh: '请求头 {header} 缺失或无法读取',
  },
  TUS_OFFSET_CONFLICT: {
    status: 409,
    level: 'info',
    en: 'Upload-Offset is not where the upload stands; ask again with HEAD',
    zh: 'Upload-Offset 与已收到的长度不符，请用 HEAD 重新查询',
  },
  TUS_BUSY: {
    status: 423,
    level: 'info',
    retryable: true,
    en: 'Another request writes to this upload',
    zh: '该上传正被另一请求写入',
  },
  UPLOAD_FINISHED: {
    status: 409,
    level: 'info',
    en: 'The upload has ended and is not taken back',
    zh: '上传已结束，不能撤回',
  },
  UPLOAD_EXPIRED: {
    status: 410,
    level: 'info',
    en: 'The upload was left too long; begin again',
    zh: '上传搁置过久已失效，请重新开始',
  },
  UPLOADS_TOO_MANY: {
    status: 429,
    level: 'info',
    en: 'There are {most} unfinished uploads of this person already',
    zh: '该用户未完成的上传已达 {most} 个',
  },
});
