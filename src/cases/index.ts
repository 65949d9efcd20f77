export { CasesModule } from './cases.module.js';
export { CasesService } from './cases.service.js';
export type { CaseSummary } from './cases.service.js';
