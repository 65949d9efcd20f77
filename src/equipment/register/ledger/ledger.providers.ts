import { LedgerController } from './ledger.controller.js';
import { LedgerMapping } from './columns/ledger-mapping.entity.js';
import { LedgerExport } from './export/ledger-export.service.js';
import { LedgerImport } from './import/ledger-import.service.js';
import { LedgerIntake } from './import/ledger-intake.service.js';
import { LedgerRows } from './export/ledger-rows.service.js';
import { LedgerMappings } from './import/ledger-mappings.service.js';
import { LedgerNames } from './import/ledger-names.service.js';
import { LedgerWriter } from './import/ledger-writer.service.js';
import { LedgerSettings } from './import/ledger-settings.service.js';
import { LedgerRepository } from './columns/ledger.repository.js';

export const LEDGER_PROVIDERS = [
  LedgerExport,
  LedgerImport,
  LedgerIntake,
  LedgerMappings,
  LedgerNames,
  LedgerRepository,
  LedgerRows,
  LedgerSettings,
  LedgerWriter,
];

export const LEDGER_ENTITIES = [LedgerMapping];

export const LEDGER_CONTROLLERS = [LedgerController];
