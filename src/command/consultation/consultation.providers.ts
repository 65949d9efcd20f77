import { AgendaCommands } from './agenda.commands.js';
import { ConclusionVoices } from './conclusion-voices.js';
import { ConclusionCommands } from './conclusion.commands.js';
import { ConsultationCommands } from './consultation.commands.js';
import { ConsultationController } from './consultation.controller.js';
import { ConsultationReader } from './consultation.reader.js';
import { ConsultationRepository } from './consultation.repository.js';
import { ExpertCommands } from './expert.commands.js';
import { GuestConsultationController } from './guest-consultation.controller.js';
import { GuestRooms } from './guest-rooms.js';
import { GuestVoices } from './guest-voices.js';
import { MinutesMatterReader } from './minutes-matter.reader.js';
import { MinutesPrinter } from './minutes.printer.js';
import { ExpertsController } from './register/experts.controller.js';
import { InstitutionsController } from './register/institutions.controller.js';
import { RegisterImport } from './register/register-import.service.js';
import { RegisterRepository } from './register/register.repository.js';
import { Register } from './register/register.service.js';

export const CONSULTATION_CONTROLLERS = [
  ConsultationController,
  ExpertsController,
  GuestConsultationController,
  InstitutionsController,
] as const;
export const CONSULTATION_PROVIDERS = [
  AgendaCommands,
  ConclusionCommands,
  ConclusionVoices,
  ConsultationCommands,
  ConsultationReader,
  ConsultationRepository,
  ExpertCommands,
  GuestRooms,
  GuestVoices,
  MinutesMatterReader,
  MinutesPrinter,
  Register,
  RegisterImport,
  RegisterRepository,
] as const;
