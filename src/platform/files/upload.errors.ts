import { defineErrors } from '../errors/index.js';

export const UploadErrors = defineErrors({
  UPLOAD_NOT_MULTIPART: {
    status: 415,
    level: 'info',
    en: 'Send multipart/form-data with a part file and the other parts of the form',
    zh: '请以 multipart/form-data 提交 file 及表单的其他部分',
  },
  UPLOAD_MALFORMED: {
    status: 400,
    level: 'info',
    en: 'The multipart body cannot be read: {reason}',
    zh: '无法读取 multipart 请求体：{reason}',
  },
  UPLOAD_PART_MISSING: { status: 400, level: 'info', en: 'The part {part} is missing', zh: '缺少 {part} 部分' },
  UPLOAD_PART_UNEXPECTED: {
    status: 400,
    level: 'info',
    en: 'The part {part} is not expected, comes twice or is too long',
    zh: '{part} 部分多余、重复或过长',
  },
  UPLOAD_TOO_LARGE: {
    status: 413,
    level: 'info',
    en: 'The file is larger than {limitMegabytes} MB',
    zh: '文件超过 {limitMegabytes} MB',
  },
  UPLOAD_BROKEN_OFF: { status: 400, level: 'info', en: 'The upload broke off', zh: '上传中断' },
  UPLOAD_DISK_FULL: {
    status: 507,
    level: 'error',
    retryable: true,
    en: 'There is not enough free space for uploads',
    zh: '存储空间不足，暂不能上传',
  },
});
