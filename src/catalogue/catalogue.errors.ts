import { defineErrors } from '../platform/index.js';

export const CatalogueErrors = defineErrors({
  OGC_BBOX_INVALID: {
    status: 400,
    level: 'info',
    en: 'The bbox has neither four nor six numbers in their order',
    zh: 'bbox 应为四个或六个有序数字',
  },
  OGC_DATETIME_INVALID: {
    status: 400,
    level: 'info',
    en: 'The datetime is neither an instant nor an interval',
    zh: 'datetime 不是时刻或时间段',
  },
});
