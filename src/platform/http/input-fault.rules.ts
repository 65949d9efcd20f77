/** A fault that a schema found; beside the message, what Zod says of it. */
export interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly code?: string | undefined;
  readonly params?: unknown;
  readonly expected?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly inclusive?: unknown;
  readonly origin?: unknown;
  readonly format?: unknown;
  readonly divisor?: unknown;
  readonly keys?: unknown;
  readonly values?: unknown;
}

/** One fault of an input, as problem documents list them. `message` is English. */
export interface InputFault {
  readonly path: string;
  /** Of the catalogue where the fault has a name of its own, otherwise the kind of Zod, such as `too_small`. */
  readonly code: string;
  readonly message: string;
  readonly zh: string;
}

const TYPES: Readonly<Record<string, string>> = {
  string: '文本',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表',
  object: '对象',
  record: '对象',
  file: '文件',
};

const FORMATS: Readonly<Record<string, string>> = {
  uuid: '不是有效的编号（UUID）',
  datetime: '不是带时区的时间（ISO 8601）',
  date: '不是有效的日期（如 2026-05-01）',
  email: '不是有效的邮箱地址',
  url: '不是有效的网址',
};

const UNSUITABLE = '内容不符合要求';

const TEXTS: Readonly<Record<string, (issue: Issue) => string>> = {
  invalid_type: ({ message, expected }) =>
    message.endsWith('received undefined') ? '缺少必填项' : `应为${TYPES[String(expected)] ?? '其他类型的值'}`,
  too_small: (issue) => bound(issue, Number(issue.minimum), { text: '至少', inclusive: '不得小于', beyond: '须大于' }),
  too_big: (issue) => bound(issue, Number(issue.maximum), { text: '最多', inclusive: '不得大于', beyond: '须小于' }),
  invalid_format: ({ format }) => FORMATS[String(format)] ?? '格式不正确',
  not_multiple_of: ({ divisor }) => `须为 ${String(divisor)} 的倍数`,
  unrecognized_keys: ({ keys }) => `不支持的字段：${listed(keys)}`,
  invalid_value: ({ values }) => `须为以下之一：${listed(values)}`,
  invalid_union: () => '不符合任何一种允许的形式',
};

/** What is wrong, in Chinese: as the refinement says it, otherwise by its kind. */
export function inChinese(issue: Issue): string {
  const { code = '', params } = issue;
  const isSaid = typeof params === 'object' && params !== null && 'zh' in params && typeof params.zh === 'string';
  return isSaid ? (params.zh as string) : (TEXTS[code]?.(issue) ?? UNSUITABLE);
}

interface BoundWords {
  readonly text: string;
  readonly inclusive: string;
  readonly beyond: string;
}

function bound({ origin, inclusive }: Issue, limit: number, words: BoundWords): string {
  if (origin === 'string') return limit === 1 && words.text === '至少' ? '不得为空' : `${words.text} ${limit} 个字符`;
  if (origin === 'array' || origin === 'set') return `${words.text} ${limit} 项`;
  return `${inclusive === false ? words.beyond : words.inclusive} ${limit}`;
}

function listed(values: unknown): string {
  return Array.isArray(values) ? values.map(String).join('、') : '';
}
