import type { AppError } from '../../../../platform/index.js';
import { EquipmentErrors } from '../../../equipment.errors.js';
import type { DeviceRecord } from '../../registry/register.repository.js';
import { RowErrors } from '../ledger.errors.js';
import type { RowFault } from './ledger-row.rules.js';
import type { NameMoves } from './name-moves.js';
import { NamesInFile } from './names-in-file.js';
import type { Namesakes } from './namesakes.js';
import { faultAt } from './row-faults.rules.js';
import { namesAfter, type RowReading } from './row-reading.rules.js';

/** The register around the rows that are judged. */
export interface Surroundings {
  readonly others: Namesakes;
  readonly moves: NameMoves;
  /** Why a label that was printed ahead may not be worn by a device of the unit. */
  labelRefusal(code: string, ownerUnitId: string): AppError | undefined;
}

/** Holds the names of each row against those of the rows before it and of the register. */
export class NameFaults {
  private readonly inFile = new NamesInFile();

  of(
    reading: RowReading,
    { before, unitId }: { readonly before: DeviceRecord | undefined; readonly unitId: string | undefined },
    around: Surroundings,
  ): readonly RowFault[] {
    const { row, names, barcodes = [] } = reading;
    const twice = this.inFile.note(row.number, names, barcodes, before);
    if (twice) return [faultAt(row, twice.field, RowErrors.ROW_DUPLICATE(twice))];
    const wanted = before ? namesAfter(reading, before) : names;
    const taken = around.others.taken(wanted, before?.id, around.moves);
    if (taken) return [faultAt(row, taken.field, exists(taken))];
    return barcodes.flatMap((value) => {
      const other = around.others.leadsTo(value, before?.id);
      if (other) return [faultAt(row, 'barcodes', barcodeTaken(value, other))];
      const refusal = unitId === undefined ? undefined : around.labelRefusal(value, unitId);
      return refusal ? [faultAt(row, 'barcodes', refusal)] : [];
    });
  }
}

function exists({ field, value, device }: NonNullable<ReturnType<Namesakes['taken']>>): AppError {
  return EquipmentErrors.DEVICE_EXISTS({ field, value, deviceId: device.id, assetCode: device.assetCode });
}

function barcodeTaken(value: string, { id: deviceId, assetCode }: DeviceRecord): AppError {
  return EquipmentErrors.BARCODE_TAKEN({ value, deviceId, assetCode });
}
