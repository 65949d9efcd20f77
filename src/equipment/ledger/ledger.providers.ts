import { LedgerExport } from './ledger-export.service.js';
import { LedgerImport } from './ledger-import.service.js';
import { LedgerIntake } from './ledger-intake.service.js';
import { LedgerRepository } from './ledger.repository.js';

export const LEDGER_PROVIDERS = [LedgerExport, LedgerImport, LedgerIntake, LedgerRepository];
