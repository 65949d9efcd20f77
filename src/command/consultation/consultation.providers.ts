import { ExpertsController } from './register/experts.controller.js';
import { InstitutionsController } from './register/institutions.controller.js';
import { RegisterImport } from './register/register-import.service.js';
import { RegisterRepository } from './register/register.repository.js';
import { Register } from './register/register.service.js';

export const CONSULTATION_CONTROLLERS = [ExpertsController, InstitutionsController] as const;
export const CONSULTATION_PROVIDERS = [Register, RegisterImport, RegisterRepository] as const;
