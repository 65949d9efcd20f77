export { GB3838_LIMITS } from './gb3838.data.js';
export {
  findLimit,
  LIMIT_CONFIRMATIONS,
  LIMIT_OPERATORS,
  satisfies,
  WATER_BODIES,
  WATER_CLASSES,
  type LimitConfirmation,
  type LimitOperator,
  type LimitQuery,
  type LimitRow,
  type WaterBody,
  type WaterClass,
} from './limit.rules.js';
export { waterItemCode, WATER_ITEMS, type WaterItem } from './water-item.data.js';
