import { defineErrors } from '../../platform/index.js';

export const CardIntakeErrors = defineErrors({
  INTAKE_CLOSED: {
    status: 409,
    level: 'info',
    en: 'This intake takes no files: it is {state}',
    zh: '该批次状态为 {state}，不再接收文件',
  },
  INTAKE_PATH_TAKEN: {
    status: 409,
    level: 'info',
    en: 'Another file of this intake is {path}',
    zh: '本批次中 {path} 已是另一文件',
  },
  INTAKE_CASE_DIFFERS: {
    status: 422,
    level: 'info',
    en: 'The files of one intake belong to its case',
    zh: '同一批次的文件须属于该批次的案件',
  },
  INTAKE_NOT_ARCHIVE: {
    status: 422,
    level: 'info',
    en: 'The item is no ZIP file',
    zh: '该证据不是 ZIP 文件',
  },
  INTAKE_GAVE_UP: {
    status: 500,
    level: 'error',
    en: 'The rest of the card could not be unpacked however often it was tried; what has a receipt is kept',
    zh: '存储卡其余文件多次尝试仍无法解包；已有回执的文件均已保存',
  },
  INTAKE_ENTRY_SUSPECT: {
    status: 422,
    level: 'warn',
    en: '{path} would become far larger than any camera’s file: it is not unpacked',
    zh: '{path} 解压后异常膨胀，未予解压',
  },
});
