import { defineErrors } from '../errors/index.js';

const refused = (en: string, zh: string) => ({ status: 422, level: 'info', en, zh }) as const;

export const ArchiveErrors = defineErrors({
  ARCHIVE_UNREADABLE: refused('The ZIP file is damaged: {reason}', 'ZIP 文件已损坏：{reason}'),
  ARCHIVE_TOO_LARGE: refused('The ZIP file holds more than {most} {what}', 'ZIP 文件超出限制：{whatZh}不得超过 {most}'),
  ARCHIVE_PATH_ESCAPES: refused(
    'A name in the ZIP file leads out of its folder: {name}',
    'ZIP 文件中的名称指向目录之外：{name}',
  ),
  ARCHIVE_NAME_TWICE: refused('The ZIP file holds {name} twice', 'ZIP 文件中 {name} 重复'),
  ARCHIVE_ENTRY_REFUSED: refused(
    '{name} in the ZIP file is a link or has a password',
    'ZIP 文件中的 {name} 是链接或已加密',
  ),
  ARCHIVE_PART_MISSING: refused('{name} is missing in the ZIP file', 'ZIP 文件中缺少 {name}'),
  XML_UNREADABLE: refused('The XML is not well-formed UTF-8: {reason}', 'XML 格式有误或不是 UTF-8：{reason}'),
  XML_DOCTYPE_REFUSED: refused(
    'XML with a document type, and so with entities of its own, is not read',
    '不读取带有文档类型（及自定义实体）的 XML',
  ),
  XML_TOO_LARGE: refused('The XML has more than {most} {what}', 'XML 超出限制：{whatZh}不得超过 {most}'),
});
