const refused = (en: string, zh: string) => ({ status: 422, level: 'info', en, zh }) as const;
const conflicting = (en: string, zh: string) => ({ status: 409, level: 'info', en, zh }) as const;

export const RAPID_TEST_REFUSALS = {
  RAPID_TEST_DEVICE_UNKNOWN: refused('There is no such instrument', '没有该仪器'),
  RAPID_TEST_IN_THE_FUTURE: refused('The reading lies in the future', '读数时间晚于当前时间'),
  READING_DECIMAL_COMMA: refused(
    'A number is written with a comma; write a decimal point, such as 3.1',
    '数值中有逗号，请用小数点书写（如 3.1）',
  ),
  READING_UNIT_MISSING: refused('A value has no unit', '数值缺少单位'),
  RAPID_TEST_SAMPLE_UNKNOWN: refused('There is no such sample', '没有该样品'),
  RAPID_TEST_BEFORE_SAMPLE: refused('The reading lies before the sample was taken', '读数时间早于采样时间'),
  RAPID_TEST_START_AFTER_READING: refused('The test began after it was read', '检测开始时间晚于读数时间'),
  RAPID_TEST_COMPLETED: conflicting(
    'Nothing can be added: people entered this run, or somebody has completed it',
    '不能再补充：该检测由人工录入，或已经补充',
  ),
  RAPID_TEST_READING_STANDS: conflicting(
    'The instrument sent {sent} as {field}, which stands',
    '仪器已上传 {sent}，不能更改',
  ),
  RAPID_TEST_TOLD_ALREADY: conflicting('Whoever was tested was told at {toldAt}', '已于 {toldAt} 告知被检测人'),
  RAPID_TEST_TOLD_TOO_EARLY: refused('It was told before it was read', '告知时间早于读数时间'),
  RAPID_TEST_OVERRIDE_SAME: refused('That is the verdict itself', '该意见与判定相同'),
  RAPID_TEST_OVERRIDE_INVALID: refused(
    'A run that cannot be relied on decides nothing; test again',
    '无效的检测不能得出符合或超出限值的意见，请重新检测',
  ),
  CONFIRMATION_OPEN: conflicting(
    'A laboratory is being asked already: {laboratory}',
    '已委托 {laboratory} 复检，尚未出具结果',
  ),
  CONFIRMATION_ENDED: conflicting('The request is {state} already', '该复检委托已有结果或已撤回'),
  CONFIRMATION_PORTION_FOREIGN: refused(
    'The portion is not of the sample that was tested',
    '该份样品不属于所检测的样品',
  ),
  CONFIRMATION_DATE_WRONG: refused('The date does not fit: {date}', '日期不符：{date}'),
} as const;
