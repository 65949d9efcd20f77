import { defineErrors } from '../../platform/index.js';

const refused = (en: string, zh: string) => ({ status: 422, level: 'info', en, zh }) as const;

/** About a whole file. */
export const LedgerErrors = defineErrors({
  EXPORT_TOO_WIDE: refused(
    'The kinds have over {most} fields together; export one kind at a time',
    '所选设备类型的字段合计超过 {most} 个，请按类型分别导出',
  ),
});
