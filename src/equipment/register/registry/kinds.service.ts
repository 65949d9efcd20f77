import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, newId, type Tx, UnitOfWork, violates } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import type { KindFact } from '../../equipment.events.js';
import { Journal } from '../../journal.js';
import { PoolRights } from '../../pool-rights.service.js';
import { DeviceRepository } from '../pool/device.repository.js';
import { type DeviceKindView, toKindView } from '../pool/device.schemas.js';
import { type AttributeFault, attributeCheck } from './attribute.rules.js';
import type { KindChange, KindCreate } from './kind.schemas.js';
import { KindRepository } from './kind.repository.js';

type View = z.input<typeof DeviceKindView>;

const MEMBERS_AT_ONCE = 500;
const MOST_OFFENDERS = 10;

interface Offender {
  readonly assetCode: string;
  readonly errors: readonly AttributeFault[];
}

/** Kinds of devices: one list for the whole province, looked after by its first unit. */
@Injectable()
export class KindsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly kinds: KindRepository,
    private readonly devices: DeviceRepository,
    private readonly rights: PoolRights,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** @throws DEVICE_KIND_NOT_FOUND */
  async get(code: string): Promise<View> {
    return this.unitOfWork.read((tx) => this.view(tx, code));
  }

  /** @throws FORBIDDEN, DEVICE_KIND_EXISTS */
  async create(actor: Actor, input: z.output<typeof KindCreate>): Promise<View> {
    this.rights.requireWholePool(actor, 'deviceKind.manage');
    return this.unitOfWork.run(actor, async (tx) => {
      const kind = { ...input, id: newId(), version: 1, createdAt: this.clock.now() };
      try {
        await this.kinds.insert(tx, kind);
      } catch (error) {
        throw violates(error, 'device_kind_code_key')
          ? EquipmentErrors.DEVICE_KIND_EXISTS({ kindCode: input.code }, error)
          : error;
      }
      await this.record(tx, kind.id, { kindCode: input.code, changed: [] });
      return this.view(tx, input.code);
    });
  }

  /**
   * A schema that devices of the kind do not fit is refused with the first of them, so that no device is ever at odds
   * with its kind.
   * @throws DEVICE_KIND_NOT_FOUND, FORBIDDEN, DEVICE_KIND_CHANGED, DEVICE_KIND_SCHEMA_VIOLATED
   */
  async change(
    actor: Actor,
    code: string,
    version: number,
    changes: Omit<z.output<typeof KindChange>, 'version'>,
  ): Promise<View> {
    this.rights.requireWholePool(actor, 'deviceKind.manage');
    return this.unitOfWork.run(actor, async (tx) => {
      const kind = await this.kinds.lock(tx, code);
      if (!kind) throw EquipmentErrors.DEVICE_KIND_NOT_FOUND({ kindCode: code });
      if (kind.version !== version) throw EquipmentErrors.DEVICE_KIND_CHANGED({ version: kind.version });
      if (changes.attributeSchema) await this.requireFit(tx, kind.id, changes.attributeSchema);
      await this.kinds.update(tx, kind.id, { ...changes, version: version + 1 });
      await this.record(tx, kind.id, { kindCode: code, changed: Object.keys(changes) });
      return this.view(tx, code);
    });
  }

  private async requireFit(tx: Tx, kindId: string, schema: Readonly<Record<string, unknown>>): Promise<void> {
    const check = attributeCheck(schema);
    const offenders: Offender[] = [];
    for (let after = '', more = true; more && offenders.length < MOST_OFFENDERS;) {
      const members = await this.kinds.members(tx, kindId, after, MEMBERS_AT_ONCE);
      for (const { assetCode, attributes } of members) {
        const errors = check(attributes);
        if (errors.length > 0) offenders.push({ assetCode, errors });
      }
      after = members.at(-1)?.assetCode.toLowerCase() ?? '';
      more = members.length === MEMBERS_AT_ONCE;
    }
    if (offenders.length > 0)
      throw EquipmentErrors.DEVICE_KIND_SCHEMA_VIOLATED({
        assetCode: offenders[0]?.assetCode,
        devices: offenders.slice(0, MOST_OFFENDERS),
      });
  }

  private async record(tx: Tx, id: string, fact: KindFact): Promise<void> {
    await this.journal.record(tx, {
      action: 'equipment.changeKind',
      subject: { kind: 'device_kind', id },
      event: 'equipment.kind_changed',
      aggregate: `device_kind:${id}`,
      payload: { ...fact },
    });
  }

  private async view(tx: Tx, code: string): Promise<View> {
    const row = await this.devices.kind(tx, code);
    if (!row) throw EquipmentErrors.DEVICE_KIND_NOT_FOUND({ kindCode: code });
    return toKindView(row);
  }
}
