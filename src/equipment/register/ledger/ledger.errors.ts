import { defineErrors } from '../../../platform/index.js';

const refused = (en: string, zh: string) => ({ status: 422, level: 'info', en, zh }) as const;

/** About a whole file. */
export const LedgerErrors = defineErrors({
  EXPORT_TOO_WIDE: refused(
    'The kinds have over {most} fields together; export one kind at a time',
    '所选设备类型的字段合计超过 {most} 个，请按类型分别导出',
  ),
  IMPORT_METADATA_INVALID: {
    status: 400,
    level: 'info',
    en: 'The part metadata is not the JSON that is expected',
    zh: 'metadata 部分不是符合要求的 JSON',
  },
  IMPORT_EMPTY: refused('The file has no row below its headings', '文件中标题行以下没有数据'),
  IMPORT_TOO_MANY_ROWS: refused('The file has over {most} rows; divide it', '数据超过 {most} 行，请拆分后再导入'),
  IMPORT_HEADINGS_UNKNOWN: refused(
    'No heading is known; name the columns in mapping',
    '未能识别任何列标题，请在 mapping 中指定各列',
  ),
  IMPORT_FIELD_UNKNOWN: refused('There is no field {field}', '没有字段 {field}'),
  IMPORT_MAPPED_TWICE: refused('Two columns are named for {field}: {columns}', '有两列同时对应 {field}：{columns}'),
  IMPORT_FILE_CHANGED: {
    status: 409,
    level: 'info',
    en: 'This is not the file of the dry run',
    zh: '该文件与预检时的文件不一致',
  },
  IMPORT_REFUSED: refused(
    'Nothing was imported: {errorCount} faults, see errors',
    '未导入任何数据：共 {errorCount} 处错误，详见 errors',
  ),
});

/** About one row; they stand in a list and are never thrown. */
export const RowErrors = defineErrors({
  CELL_FORMULA: refused(
    'The cell holds a formula without a computed value; write the value',
    '单元格是未计算的公式，请改为数值或文字',
  ),
  CELL_ERROR_VALUE: refused('The formula of the cell ended in an error: {value}', '单元格公式结果为错误：{value}'),
  CELL_REQUIRED: refused('{field} is required', '缺少必填项 {field}'),
  CELL_NOT_CLEARABLE: refused('{field} cannot be taken away from a device', '{field} 不能清空'),
  CELL_TOO_LONG: refused('At most {most} characters are kept', '不得超过 {most} 个字符'),
  CELL_NOT_NUMBER: refused('{value} is not a number', '{value} 不是数字'),
  CELL_NOT_WHOLE: refused('{value} is not a whole number', '{value} 不是整数'),
  CELL_NOT_DATE: refused(
    '{value} is not a date such as 2026-03-31, 2026/3/31 or 2026年3月31日',
    '{value} 不是日期，应如 2026-03-31、2026/3/31 或 2026年3月31日',
  ),
  CELL_NOT_CHOICE: refused('{value} is none of: {choices}', '{value} 不在可选值内：{choices}'),
  CELL_OUT_OF_RANGE: refused('{value} is out of range', '{value} 超出允许范围'),
  CELL_FORM_REFUSED: refused('{value} is not accepted: {reason}', '{value} 的格式不符合要求（{reason}）'),
  CELL_ATTRIBUTE_REFUSED: refused('{value}: {reason}', '{value}：{reasonZh}'),
  ROW_DUPLICATE: refused('Row {otherRow} has the same {field}: {value}', '与第 {otherRow} 行的 {field} 重复：{value}'),
  ROW_UNIT_UNKNOWN: refused('There is no unit {value}', '没有单位 {value}'),
  ROW_UNIT_NOT_YOURS: refused('You do not manage the devices of {value}', '您无权管理 {value} 的设备'),
  ROW_DEVICE_NOT_YOURS: refused(
    '{assetCode} belongs to a unit that you do not manage',
    '{assetCode} 属于您无权管理的单位',
  ),
  ROW_KIND_FIXED: refused(
    '{assetCode} is registered as {kindCode}; a kind is never changed',
    '{assetCode} 已登记为 {kindCode}，设备类型不能更改',
  ),
});
