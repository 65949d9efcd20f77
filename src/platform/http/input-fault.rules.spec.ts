import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineErrors } from '../errors/index.js';
import { inputFaults } from './validation.pipe.js';
import { text } from './schemas.js';

const Errors = defineErrors({ NO_COMMA: { status: 422, level: 'info', en: 'no comma', zh: '不得有逗号' } });

const Body = z.strictObject({
  name: text(5),
  count: z.int().min(1).max(9),
  share: z.number().positive(),
  ids: z.array(z.uuid()).min(1).max(2),
  at: z.iso.datetime({ offset: true }),
  kind: z.enum(['flight', 'test']),
  value: z.string().refine((value) => !value.includes(','), { error: 'a comma', params: { refusal: Errors.NO_COMMA } }),
  even: z.number().refine((value) => value % 2 === 0, { error: 'is odd' }),
});
const sound = {
  name: '河',
  count: 1,
  share: 1,
  ids: ['01900000-0000-7000-8000-000000000000'],
  at: '2026-05-01T08:00:00+08:00',
  kind: 'flight',
  value: '1',
  even: 2,
};

describe('inputFaults', () => {
  it.each<readonly [Record<string, unknown>, string, string, string]>([
    [{ name: undefined }, 'name', 'invalid_type', '缺少必填项'],
    [{ name: 7 }, 'name', 'invalid_type', '应为文本'],
    [{ name: '  ' }, 'name', 'too_small', '不得为空'],
    [{ name: '一二三四五六' }, 'name', 'too_big', '最多 5 个字符'],
    [{ name: '张\u200b三' }, 'name', 'custom', '含有不可见字符或改变文字方向的字符'],
    [{ count: 0 }, 'count', 'too_small', '不得小于 1'],
    [{ count: 10 }, 'count', 'too_big', '不得大于 9'],
    [{ count: 1.5 }, 'count', 'invalid_type', '应为整数'],
    [{ share: 0 }, 'share', 'too_small', '须大于 0'],
    [{ ids: [] }, 'ids', 'too_small', '至少 1 项'],
    [{ ids: ['x'] }, 'ids.0', 'invalid_format', '不是有效的编号（UUID）'],
    [{ at: '2026-02-30T00:00:00Z' }, 'at', 'invalid_format', '不是带时区的时间（ISO 8601）'],
    [{ kind: 'survey' }, 'kind', 'invalid_value', '须为以下之一：flight、test'],
    [{ value: '1,5' }, 'value', 'NO_COMMA', '不得有逗号'],
    [{ even: 3 }, 'even', 'custom', '内容不符合要求'],
    [{ extra: 1 }, '', 'unrecognized_keys', '不支持的字段：extra'],
  ])('says of %j at %s: %s, %s', (change, path, code, zh) => {
    const { error } = Body.safeParse({ ...sound, ...change });
    expect(inputFaults(error?.issues ?? [])).toMatchObject([{ path, code, zh }]);
  });
});
