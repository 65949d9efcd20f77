import { z } from 'zod';

export const REPORT_FILES = ['pdf', 'json', 'csv', 'xlsx'] as const;

export const ReportQuery = z.strictObject({
  f: z.enum(REPORT_FILES).default('pdf'),
  language: z.enum(['zh', 'en']).default('zh'),
});
