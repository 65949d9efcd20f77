import { defineErrors } from '../errors/index.js';

export const SpreadsheetErrors = defineErrors({
  SPREADSHEET_FORM_REFUSED: {
    status: 422,
    level: 'info',
    en: 'The file is neither CSV nor an XLSX without a password; save it as one of these',
    zh: '文件既不是 CSV，也不是未加密的 XLSX，请另存为其中一种',
  },
  SPREADSHEET_UNREADABLE: {
    status: 422,
    level: 'info',
    en: 'The file is damaged and cannot be read: {reason}',
    zh: '文件已损坏，无法读取：{reason}',
  },
  SPREADSHEET_ENCODING_UNKNOWN: {
    status: 422,
    level: 'info',
    en: 'The characters of the file are neither UTF-8, UTF-16 with a mark, nor GB 18030 (GBK)',
    zh: '文件编码不是 UTF-8、带标记的 UTF-16 或 GB 18030（GBK）',
  },
  SPREADSHEET_TOO_LARGE: {
    status: 422,
    level: 'info',
    en: 'The file has more than {most} {what}',
    zh: '文件超出限制：{whatZh}不得超过 {most}',
  },
});
