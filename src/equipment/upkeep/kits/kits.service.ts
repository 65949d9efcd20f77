import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  Clock,
  decodeCursor,
  keysetPage,
  newId,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
  violates,
} from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { PoolRights } from '../../pool-rights.service.js';
import { KindRepository } from '../../register/registry/kind.repository.js';
import type { KitKind } from '../lots/lot.entity.js';
import { KitRecord } from './kit-record.service.js';
import { KitRepository } from './kit.repository.js';
import { type KitChange, type KitCreate, type KitQuery, type KitView, toKitView } from './kit.schemas.js';

type View = z.input<typeof KitView>;
type Changes = Omit<z.output<typeof KitChange>, 'version'>;

/** Kits of consumables: one list for the whole province, looked after by its first unit as kinds of devices are. */
@Injectable()
export class KitsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly kits: KitRepository,
    private readonly kinds: KindRepository,
    private readonly record: KitRecord,
    private readonly rights: PoolRights,
    private readonly clock: Clock,
  ) {}

  async list({ limit, cursor, category, deviceKind, q }: z.output<typeof KitQuery>): Promise<Page<View>> {
    const filter = { category, deviceKindCode: deviceKind, words: q, after: codeIn(cursor), limit: limit + 1 };
    const rows = await this.unitOfWork.read((tx) => this.kits.list(tx, filter));
    return keysetPage(rows, limit, ({ code }) => [code], toKitView);
  }

  /** @throws KIT_NOT_FOUND */
  async get(code: string): Promise<View> {
    return this.unitOfWork.read((tx) => this.record.view(tx, code));
  }

  /** @throws FORBIDDEN, KIT_EXISTS, DEVICE_KIND_UNKNOWN */
  async create(actor: Actor, input: z.output<typeof KitCreate>): Promise<View> {
    this.rights.requireWholePool(actor, 'deviceKind.manage');
    const { code, measure, category, nameZh, nameEn, attributeSchema, ...rest } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const known = { code, measure, category, nameZh, nameEn, attributeSchema };
      const kit = { ...NOTHING_SAID, ...known, ...(await this.columnsOf(tx, rest)), id: newId(), version: 1 };
      await this.insert(tx, { ...kit, createdAt: this.clock.now() });
      return this.record.write(tx, kit.id, { kitCode: code, changed: [] });
    });
  }

  /**
   * What stands open keeps its last day. A schema that lots which are not used up do not fit is refused with the first.
   * @throws KIT_NOT_FOUND, FORBIDDEN, KIT_CHANGED, KIT_SCHEMA_VIOLATED, DEVICE_KIND_UNKNOWN
   */
  async change(actor: Actor, code: string, version: number, changes: Changes): Promise<View> {
    this.rights.requireWholePool(actor, 'deviceKind.manage');
    return this.unitOfWork.run(actor, async (tx) => {
      const kit = await this.kits.lock(tx, code);
      if (!kit) throw EquipmentErrors.KIT_NOT_FOUND({ kitCode: code });
      if (kit.version !== version) throw EquipmentErrors.KIT_CHANGED({ version: kit.version });
      if (changes.attributeSchema) await this.record.requireFit(tx, kit.id, changes.attributeSchema);
      await this.kits.update(tx, kit.id, { ...(await this.columnsOf(tx, changes)), version: version + 1 });
      return this.record.write(tx, kit.id, { kitCode: code, changed: Object.keys(changes) });
    });
  }

  /** What is said, as the table has it. */
  private async columnsOf(tx: Tx, { deviceKindCode, storage, parts, ...same }: Changes): Promise<Partial<KitKind>> {
    return {
      ...same,
      ...(deviceKindCode !== undefined && { deviceKindId: await this.kindIdOf(tx, deviceKindCode) }),
      ...(storage !== undefined && {
        storageMinCelsius: storage?.minCelsius ?? null,
        storageMaxCelsius: storage?.maxCelsius ?? null,
      }),
      ...(parts !== undefined && { contents: parts }),
    };
  }

  private async kindIdOf(tx: Tx, code: string | null): Promise<string | null> {
    if (code === null) return null;
    const kind = await this.kinds.hold(tx, { code });
    if (!kind) throw EquipmentErrors.DEVICE_KIND_UNKNOWN({ kindCode: code });
    return kind.id;
  }

  private async insert(tx: Tx, kit: Readonly<KitKind>): Promise<void> {
    try {
      await this.kits.insert(tx, kit);
    } catch (error) {
      throw violates(error, 'kit_kind_code_key') ? EquipmentErrors.KIT_EXISTS({ kitCode: kit.code }, error) : error;
    }
  }
}

const NOTHING_SAID = {
  deviceKindId: null,
  openLifeDays: null,
  storageMinCelsius: null,
  storageMaxCelsius: null,
  contents: [],
} as const;

/** @throws CURSOR_INVALID */
function codeIn(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const [code] = decodeCursor(cursor, 1);
  if (typeof code !== 'string') throw PlatformErrors.CURSOR_INVALID();
  return code;
}
