export { ClosedCases } from './closed-cases.js';
export { CasesModule } from './cases.module.js';
export { CaseCourse } from './case-course.service.js';
export { CasesService } from './cases.service.js';
export { DEMO_CASE } from './demo-cases.seed.js';
export type { CaseSummary } from './cases.service.js';
