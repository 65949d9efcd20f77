import { LedgerController } from './ledger.controller.js';
import { LedgerMapping } from './ledger-mapping.entity.js';
import { LedgerExport } from './ledger-export.service.js';
import { LedgerImport } from './ledger-import.service.js';
import { LedgerIntake } from './ledger-intake.service.js';
import { LedgerRows } from './ledger-rows.service.js';
import { LedgerSettings } from './ledger-settings.service.js';
import { LedgerRepository } from './ledger.repository.js';

export const LEDGER_PROVIDERS = [
  LedgerExport,
  LedgerImport,
  LedgerIntake,
  LedgerRepository,
  LedgerRows,
  LedgerSettings,
];

export const LEDGER_ENTITIES = [LedgerMapping];

export const LEDGER_CONTROLLERS = [LedgerController];
