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
import { NamesInFile } from './names-in-file.js';
import type { Namesakes } from './namesakes.js';
import { faultAt, faultsOfIssues, faultsOfRefusal } from './row-faults.rules.js';
import { attributeValues, namesOf, registerValues, type RowValues } from './row-values.rules.js';

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
  | { readonly action: 'create'; readonly record: DeviceRecord; readonly kindCode: string; readonly values: RowValues }
  | { readonly action: 'update'; readonly change: ChangedDevice };

/** A row that is understood so far. */
interface Understood {
  readonly row: LedgerRow;
  readonly kind: DeviceKind;
  readonly unitId: string;
  readonly values: RowValues;
  readonly attributes: RowValues;
}

/** Judges the rows of one file one after the other by the rules of the register; remembers which names it has met. */
export class LedgerJudge {
  private readonly inFile = new NamesInFile();
  private readonly kinds: KindNames;

  constructor(private readonly setting: LedgerSetting) {
    this.kinds = new KindNames(setting.kinds);
  }

  judge(row: LedgerRow, others: Namesakes): Verdict {
    const { values, faults } = registerValues(row);
    const { assetCode, serial } = namesOf(values);
    const before = others.match(assetCode ?? undefined, serial ?? undefined);
    if (before && !this.setting.manages(before.unitId)) return refuse([this.notYours(row, before)]);
    const all: RowFault[] = [...row.faults, ...faults];
    const kind = this.kindOf(row, before, all);
    const unitId = this.unitOf(row, before, all);
    const attributes = kind ? attributeValues(row, kind) : { values: {}, faults: [] };
    all.push(...attributes.faults, ...this.nameFaults(row, values, before, others));
    if (!before && assetCode === null && row.faults.every(({ column }) => column?.field !== 'assetCode'))
      all.push(faultAt(row, 'assetCode', RowErrors.CELL_REQUIRED({ field: 'assetCode' })));
    if (all.length > 0 || !kind || !unitId) return refuse(all);
    const understood = { row, kind, unitId, values, attributes: attributes.values };
    return before ? this.update(understood, before) : this.create(understood);
  }

  private create({ row, kind, unitId, values, attributes }: Understood): Verdict {
    const parsed = DeviceCreate.safeParse({ ...values, kindCode: kind.code, unitId, attributes });
    if (!parsed.success) return refuse(faultsOfIssues(row, parsed.error.issues));
    const { kindCode, unitId: _, home = this.setting.homeOf(unitId), ...input } = parsed.data;
    return judged(row, () => {
      const record = newDevice(kind, input, { unitId, home, at: this.setting.at });
      const told = { kindCode, unitId, ...values, ...prefixed(attributes) };
      return { action: 'create', record, kindCode, values: told };
    });
  }

  private update({ row, kind, unitId, values, attributes }: Understood, before: DeviceRecord): Verdict {
    const wanted = { ...before.attributes, ...attributes };
    const input = {
      ...values,
      ...(unitId !== before.unitId && { unitId }),
      ...(Object.keys(differences(before.attributes, wanted)).length > 0 && { attributes: wanted }),
    };
    if (Object.keys(input).length === 0) return { action: 'keep' };
    const parsed = DeviceChange.safeParse(input);
    if (!parsed.success) return refuse(faultsOfIssues(row, parsed.error.issues));
    const { version: _, ...changes } = parsed.data;
    return judged(row, () => {
      const fields = changedDevice(kind, before, changes);
      const what = differences({ ...before }, { ...fields });
      if (Object.keys(what).length === 0) return { action: 'keep' };
      const after = { ...before, ...fields, version: before.version + 1, updatedAt: this.setting.at };
      return { action: 'update', change: { before, after, what } };
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

  private nameFaults(
    row: LedgerRow,
    values: RowValues,
    before: DeviceRecord | undefined,
    others: Namesakes,
  ): readonly RowFault[] {
    const names = namesOf(values);
    const twice = this.inFile.note(row.number, names, before);
    if (twice) return [faultAt(row, twice.field, RowErrors.ROW_DUPLICATE(twice))];
    const told = Object.fromEntries(Object.entries(names).filter(([, name]) => name !== null));
    const taken = others.taken(
      { ...names, ...before, ...told, assetCode: names.assetCode ?? before?.assetCode ?? '' },
      before?.id,
    );
    if (!taken) return [];
    const { field, value, device } = taken;
    return [
      faultAt(
        row,
        field,
        EquipmentErrors.DEVICE_EXISTS({ field, value, deviceId: device.id, assetCode: device.assetCode }),
      ),
    ];
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

function prefixed(attributes: RowValues): RowValues {
  return Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`attributes.${key}`, value]));
}
