import { defineErrors } from '../../../platform/index.js';

const refused = (en: string, zh: string) => ({ status: 422, level: 'info', en, zh }) as const;

export const RegisterErrors = defineErrors({
  EXPERT_UNKNOWN: refused('There is no such expert in use', '没有该专家或已停用'),
  INSTITUTION_UNKNOWN: refused('There is no such institution', '没有该机构'),
  EXPERT_EXISTS: {
    status: 409,
    level: 'info',
    en: 'Your unit has entered an expert of this name at this institution already',
    zh: '本单位已登记该机构的同名专家',
  },
  INSTITUTION_EXISTS: {
    status: 409,
    level: 'info',
    en: 'Your unit has entered an institution of this name already',
    zh: '本单位已登记同名机构',
  },
  REGISTER_METADATA_INVALID: {
    status: 400,
    level: 'info',
    en: 'The part metadata is not the JSON that is expected',
    zh: 'metadata 部分不是符合要求的 JSON',
  },
  REGISTER_FILE_EMPTY: refused('The file has no row below its headings', '文件中标题行以下没有数据'),
  REGISTER_FILE_TOO_LONG: refused('The file has over {most} rows; divide it', '数据超过 {most} 行，请拆分后再导入'),
  REGISTER_COLUMNS_MISSING: refused('The file lacks the columns {columns}', '文件缺少列：{columnsZh}'),
  REGISTER_COLUMN_TWICE: refused('Two columns are headed {column}', '有两列标题同为 {columnZh}'),
  REGISTER_FILE_CHANGED: {
    status: 409,
    level: 'info',
    en: 'This is not the file of the dry run',
    zh: '该文件与预检时的文件不一致',
  },
  REGISTER_IMPORT_REFUSED: refused(
    'Nothing was imported: {errorCount} faults, see errors',
    '未导入任何数据：共 {errorCount} 处错误，详见 errors',
  ),
});

/** About one row of a file; they stand in a list and are never thrown. */
export const RegisterRowErrors = defineErrors({
  REGISTER_CELL_REQUIRED: refused('{column} is required', '缺少必填项'),
  REGISTER_CELL_TOO_LONG: refused('At most {most} characters are kept', '不得超过 {most} 个字符'),
  REGISTER_CELL_CHARACTER: refused(
    'The cell holds a control character or one that nobody sees',
    '单元格含有控制字符或不可见字符',
  ),
  REGISTER_CELL_FORMULA: refused(
    'The cell holds a formula or begins like one; write the text itself',
    '单元格是公式或以公式符号开头，请直接填写文本',
  ),
  REGISTER_CELL_NOT_CHOICE: refused('{value} is none of: {choices}', '{value} 不在可选值内：{choices}'),
  REGISTER_CELL_STRANGE: refused('A row of this kind has no {column}', '该类别的行不填此列'),
  REGISTER_ROW_TWICE: refused('Row {otherRow} is about the same', '与第 {otherRow} 行内容重复'),
  REGISTER_INSTITUTION_MISSING: refused(
    'No institution {value} is entered or in this file',
    '未登记机构 {value}，本文件中也没有',
  ),
});
