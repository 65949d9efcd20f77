import type { Position } from '../../../../geo/index.js';
import { AppError } from '../../../../platform/index.js';
import { EquipmentErrors } from '../../../equipment.errors.js';
import type { DeviceKind } from '../../pool/device-kind.entity.js';
import type { ChangedDevice } from '../../registry/device-batch.service.js';
import { changedDevice, newDevice } from '../../registry/device-maker.js';
import { differences } from '../../registry/device-record.rules.js';
import { DeviceChange, DeviceCreate } from '../../registry/device-register.schemas.js';
import type { DeviceRecord } from '../../registry/register.repository.js';
import { shown } from './cell-value.rules.js';
import { KindNames } from './kind-names.js';
import { RowErrors } from '../ledger.errors.js';
import { type LedgerRow, type RowFault, textIn } from './ledger-row.rules.js';
import { NameFaults, type Surroundings } from './name-faults.js';
import { faultAt, faultsOfIssues, faultsOfRefusal } from './row-faults.rules.js';
import { type RowReading } from './row-reading.rules.js';
import { attributeClearings, attributeValues, type RowValues } from './row-values.rules.js';

/** What an import stands on beside its file. */
export interface LedgerSetting {
  readonly kinds: readonly DeviceKind[];
  readonly defaultKindCode: string | undefined;
  readonly defaultUnitId: string;
  readonly at: Date;
  /** Id of the unit that a cell names. */
  unitOf(text: string): string | undefined;
  homeOf(unitId: string): Position | null;
  manages(unitId: string): boolean;
}

export type Verdict =
  | { readonly action: 'refuse'; readonly faults: readonly RowFault[] }
  | { readonly action: 'keep' }
  | {
      readonly action: 'create';
      readonly record: DeviceRecord;
      readonly kindCode: string;
      readonly values: RowValues;
      readonly barcodes: MovedBarcodes;
    }
  | { readonly action: 'update'; readonly change: ChangedDevice; readonly barcodes: MovedBarcodes };

/** Barcodes that a device wears from now on, and those it wears no more. */
export interface MovedBarcodes {
  readonly claim: readonly string[];
  readonly release: readonly string[];
}

/** A row that is understood so far. */
interface Understood {
  readonly reading: RowReading;
  readonly kind: DeviceKind;
  readonly unitId: string;
  readonly attributes: RowValues;
}

/** Judges the rows of one file one after the other by the rules of the register; remembers which names it has met. */
export class LedgerJudge {
  private readonly names = new NameFaults();
  private readonly kinds: KindNames;

  constructor(private readonly setting: LedgerSetting) {
    this.kinds = new KindNames(setting.kinds);
  }

  judge(reading: RowReading, around: Surroundings): Verdict {
    const { row, names, barcodes = [] } = reading;
    const before = around.others.match(names, barcodes);
    if (before && !this.setting.manages(before.unitId)) return refuse([this.notYours(row, before)]);
    const all: RowFault[] = [...reading.faults];
    const kind = this.kindOf(row, before, all);
    const unitId = this.unitOf(row, before, all);
    const attributes = kind ? attributeValues(row, kind) : { values: {}, faults: [] };
    all.push(...attributes.faults, ...this.names.of(reading, { before, unitId }, around));
    if (!before && names.assetCode === null && row.faults.every(({ column }) => column?.field !== 'assetCode'))
      all.push(faultAt(row, 'assetCode', RowErrors.CELL_REQUIRED({ field: 'assetCode' })));
    if (all.length > 0 || !kind || !unitId) return refuse(all);
    const understood = { reading, kind, unitId, attributes: attributes.values };
    return before ? this.update(understood, before, around.others.wornBy(before.id)) : this.create(understood);
  }

  private create({ reading, kind, unitId, attributes }: Understood): Verdict {
    const { row, values, barcodes = [] } = reading;
    const parsed = DeviceCreate.safeParse({ ...values, kindCode: kind.code, unitId, attributes });
    if (!parsed.success) return refuse(faultsOfIssues(row, parsed.error.issues));
    const { kindCode, unitId: _, home = this.setting.homeOf(unitId), ...input } = parsed.data;
    return judged(row, () => {
      const record = newDevice(kind, input, { unitId, home, at: this.setting.at });
      const told = { kindCode, unitId, ...values, ...prefixed(attributes), ...(barcodes.length > 0 && { barcodes }) };
      return { action: 'create', record, kindCode, values: told, barcodes: { claim: barcodes, release: [] } };
    });
  }

  private update(
    { reading, kind, unitId, attributes }: Understood,
    before: DeviceRecord,
    worn: readonly string[],
  ): Verdict {
    const { row, values, cleared, barcodes = worn } = reading;
    const wanted = attributesAfter(before, attributes, attributeClearings(row, kind));
    const input = {
      ...cleared,
      ...values,
      ...(unitId !== before.unitId && { unitId }),
      ...(wanted && { attributes: wanted }),
    };
    const parsed = isEmpty(input) ? undefined : DeviceChange.safeParse(input);
    if (parsed?.success === false) return refuse(faultsOfIssues(row, parsed.error.issues));
    const { version: _, ...changes } = parsed?.data ?? {};
    const moved = movedBarcodes(worn, barcodes);
    return judged(row, () => {
      const fields = changedDevice(kind, before, changes);
      const what = differences({ ...before }, { ...fields });
      if (moved.claim.length + moved.release.length > 0) what['barcodes'] = { from: worn, to: barcodes };
      if (isEmpty(what)) return { action: 'keep' };
      const after = { ...before, ...fields, version: before.version + 1, updatedAt: this.setting.at };
      return { action: 'update', change: { before, after, what }, barcodes: moved };
    });
  }

  private kindOf(row: LedgerRow, before: DeviceRecord | undefined, faults: RowFault[]): DeviceKind | undefined {
    const said = textIn(row, 'kindCode')?.text ?? (before ? undefined : this.setting.defaultKindCode);
    const registered = before && this.kinds.byId(before.kindId);
    if (said === undefined) {
      if (!registered) faults.push(faultAt(row, 'kindCode', RowErrors.CELL_REQUIRED({ field: 'kindCode' })));
      return registered;
    }
    const kind = this.kinds.named(said);
    if (!kind) faults.push(faultAt(row, 'kindCode', EquipmentErrors.DEVICE_KIND_UNKNOWN({ kindCode: shown(said) })));
    if (before && kind && registered && kind.id !== registered.id) {
      const details = { assetCode: before.assetCode, kindCode: registered.code };
      faults.push(faultAt(row, 'kindCode', RowErrors.ROW_KIND_FIXED(details)));
    }
    return kind;
  }

  private unitOf(row: LedgerRow, before: DeviceRecord | undefined, faults: RowFault[]): string | undefined {
    const said = textIn(row, 'unitId')?.text;
    if (said === undefined) return before?.unitId ?? this.setting.defaultUnitId;
    const unitId = this.setting.unitOf(said);
    const value = shown(said);
    if (unitId === undefined) faults.push(faultAt(row, 'unitId', RowErrors.ROW_UNIT_UNKNOWN({ value })));
    else if (!this.setting.manages(unitId))
      faults.push(faultAt(row, 'unitId', RowErrors.ROW_UNIT_NOT_YOURS({ value })));
    else if (before?.partOfId && unitId !== before.unitId)
      faults.push(faultAt(row, 'unitId', EquipmentErrors.PART_FOLLOWS_DEVICE({ deviceId: before.id })));
    return unitId;
  }

  private notYours(row: LedgerRow, { assetCode }: DeviceRecord): RowFault {
    const error = RowErrors.ROW_DEVICE_NOT_YOURS({ assetCode });
    return faultAt(row, textIn(row, 'assetCode') ? 'assetCode' : 'serial', error);
  }
}

function judged(row: LedgerRow, decide: () => Verdict): Verdict {
  try {
    return decide();
  } catch (error) {
    if (error instanceof AppError) return refuse(faultsOfRefusal(row, error));
    throw error;
  }
}

function refuse(faults: readonly RowFault[]): Verdict {
  return { action: 'refuse', faults };
}

/** Undefined where nothing changes. */
function attributesAfter(
  before: DeviceRecord,
  told: RowValues,
  cleared: ReadonlySet<string>,
): Readonly<Record<string, unknown>> | undefined {
  const gone = [...cleared].filter((key) => before.attributes[key] !== undefined && told[key] === undefined);
  if (gone.length === 0 && Object.keys(differences(before.attributes, told)).length === 0) return undefined;
  const kept = Object.entries(before.attributes).filter(([key]) => !gone.includes(key));
  return { ...Object.fromEntries(kept), ...told };
}

function isEmpty(values: RowValues): boolean {
  return Object.keys(values).length === 0;
}

function movedBarcodes(worn: readonly string[], wanted: readonly string[]): MovedBarcodes {
  return {
    claim: wanted.filter((value) => !worn.includes(value)),
    release: worn.filter((value) => !wanted.includes(value)),
  };
}

function prefixed(attributes: RowValues): RowValues {
  return Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`attributes.${key}`, value]));
}
