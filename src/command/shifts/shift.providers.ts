import { ShiftBoardRepository } from './shift-board.repository.js';
import { ShiftBoards, ShiftSurroundings } from './shift-board.service.js';
import { ShiftHandoverRepository } from './shift-handover.repository.js';
import { ShiftHandovers } from './shift-handovers.service.js';
import { ShiftLedger } from './shift-ledger.service.js';
import { ShiftNames } from './shift-names.service.js';
import { ShiftPapers } from './shift-papers.service.js';
import { ShiftReader } from './shift-reader.service.js';
import { ShiftRights } from './shift-rights.service.js';
import { ShiftsController } from './shifts.controller.js';

export const SHIFT_PROVIDERS = [
  ShiftBoardRepository,
  ShiftBoards,
  ShiftHandoverRepository,
  ShiftHandovers,
  ShiftLedger,
  ShiftNames,
  ShiftPapers,
  ShiftReader,
  ShiftRights,
  ShiftSurroundings,
] as const;
export const SHIFT_CONTROLLERS = [ShiftsController] as const;
