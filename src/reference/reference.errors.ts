import { defineErrors } from '../platform/index.js';

const refused = (en: string, zh: string) => ({ status: 422, level: 'info', en, zh }) as const;

export const ReferenceErrors = defineErrors({
  LIMIT_METADATA_INVALID: {
    status: 400,
    level: 'info',
    en: 'The part metadata is not the JSON that is expected',
    zh: 'metadata 部分不是符合要求的 JSON',
  },
  LIMIT_FILE_EMPTY: refused('The file has no row below its headings', '文件中标题行以下没有数据'),
  LIMIT_FILE_TOO_LONG: refused('The file has over {most} rows; divide it', '数据超过 {most} 行，请拆分后再导入'),
  LIMIT_COLUMNS_MISSING: refused('The file lacks the columns {columns}', '文件缺少列：{columnsZh}'),
  LIMIT_COLUMN_TWICE: refused('Two columns are headed {column}', '有两列标题同为 {columnZh}'),
  LIMIT_FILE_CHANGED: {
    status: 409,
    level: 'info',
    en: 'This is not the file of the dry run',
    zh: '该文件与预检时的文件不一致',
  },
  LIMIT_IMPORT_REFUSED: refused(
    'Nothing was imported: {errorCount} faults, see errors',
    '未导入任何数据：共 {errorCount} 处错误，详见 errors',
  ),
  HOLDING_TIME_CONFIRMER: refused(
    'Who compared two copies is named exactly when two copies were compared',
    '注明“两份文本核对”时须写明核对人，否则不得填写核对人',
  ),
});

/** About one row of a file; they stand in a list and are never thrown. */
export const LimitRowErrors = defineErrors({
  LIMIT_CELL_REQUIRED: refused('{column} is required', '缺少必填项'),
  LIMIT_CELL_CHARACTER: refused(
    'The cell holds a control character or one that nobody sees',
    '单元格含有控制字符或不可见字符',
  ),
  LIMIT_CELL_TOO_LONG: refused('At most {most} characters are kept', '不得超过 {most} 个字符'),
  LIMIT_CELL_NOT_NUMBER: refused(
    '{value} is not a number with a decimal point, such as 0.05',
    '{value} 不是以小数点书写的数字（如 0.05）',
  ),
  LIMIT_CELL_NOT_DATE: refused('{value} is not a date such as 2018-08-01', '{value} 不是日期（如 2018-08-01）'),
  LIMIT_CELL_NOT_CHOICE: refused('{value} is none of: {choices}', '{value} 不在可选值内：{choices}'),
  LIMIT_CELL_UNREADABLE: refused('The cell holds a formula or an error', '单元格是公式或错误值'),
  LIMIT_BOUNDS_WRONG: refused(
    'at_most takes high, at_least takes low, between takes both, low not above high',
    'at_most 只填 high，at_least 只填 low，between 两者都填且 low 不大于 high',
  ),
  LIMIT_PH_WRONG: refused('{value} is no pH: it goes from 0 to 14', 'pH 值须在 0 至 14 之间，不能为 {value}'),
  LIMIT_RANGE_WRONG: refused('{from} does not lie before {to}', '{from} 须小于 {to}'),
  LIMIT_CONFIRMER_WRONG: refused(
    'Two copies need the name of who compared them; a single source has none',
    '“两份文本核对”须写明核对人；单一来源不得填写核对人',
  ),
  LIMIT_HOURS_WRONG: refused('{value} is not from {least} to {most} hours', '{value} 不在 {least} 至 {most} 小时之间'),
  LIMIT_PRESERVATION_WRONG: refused(
    'A way of preserving stands there twice, or none beside another',
    '保存方式重复，或 none 与其他方式并列',
  ),
  LIMIT_ROW_TWICE: refused('Row {otherRow} is about the same', '与第 {otherRow} 行内容重复'),
});
