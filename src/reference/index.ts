export type { AppliedHoldingTime } from './holding-times/holding-time.rules.js';
export { AppliedHoldingTimeView, PreservationsInput } from './holding-times/holding-time.schemas.js';
export { HoldingTimes } from './holding-times/holding-times.service.js';
export { LAND_USES, OTHER_INDUSTRY, WATER_BODIES } from './limits/limit-conditions.rules.js';
export type { LandUse, LimitConditions, WaterBody } from './limits/limit-conditions.rules.js';
export { SURFACE_WATER_STANDARD } from './limits/gb3838.data.js';
export {
  boundsOf,
  findLimit,
  LIMIT_CONFIRMATIONS,
  LIMIT_KINDS,
  LIMIT_OPERATORS,
  LIMIT_QUESTIONS,
  satisfies,
  WATER_CLASSES,
  type LimitAnswer,
  type LimitConfirmation,
  type LimitDraft,
  type LimitKind,
  type LimitOperator,
  type LimitQuestion,
  type LimitQuestionName,
  type LimitRow,
  type WaterClass,
} from './limits/limit.rules.js';
export {
  LimitRowView,
  LimitTargetInput,
  toLimitRowView,
  toWaterClassView,
  WaterClassView,
} from './limits/limit.schemas.js';
export { LimitsService } from './limits/limits.service.js';
export type { LimitWish } from './limits/limits.service.js';
export type { WaterValue } from './limits/water-class.rules.js';
export { SHIPPED_LIMITS } from './limits/shipped.rows.js';
export { itemKey, measuredItemCode, MEASURED_ITEMS, type MeasuredItemName } from './measured-item.data.js';
export { ReferenceErrors } from './reference.errors.js';
export { ReferenceModule } from './reference.module.js';
export { ReferenceRights } from './reference-rights.service.js';
export { MEDIA, PRESERVATIONS, preservationKey, type Medium, type Preservation } from './sampled.codes.js';
export { sameUnit } from './unit.rules.js';
