import { GB15618_LIMITS } from './gb15618.data.js';
import { GB36600_LIMITS } from './gb36600.data.js';
import { GB3838_LIMITS } from './gb3838.data.js';
import { GB8978_LIMITS } from './gb8978.data.js';
import type { LimitDraft } from './limit.rules.js';

/** The rows that come with the service. Everything else is imported. */
export const SHIPPED_LIMITS: readonly LimitDraft[] = [
  ...GB3838_LIMITS,
  ...GB15618_LIMITS,
  ...GB36600_LIMITS,
  ...GB8978_LIMITS,
];
