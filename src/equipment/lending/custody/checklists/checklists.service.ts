import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { UnitTree } from '../../../../identity/index.js';
import { type Actor, AuditTrail, Clock, newId, type Tx, UnitOfWork, violates } from '../../../../platform/index.js';
import { EquipmentErrors } from '../../../equipment.errors.js';
import { PoolRights } from '../../../pool-rights.service.js';
import { DEFAULT_CHECKLISTS } from './checklist.defaults.js';
import type { ChecklistTemplateRow } from './checklist.entity.js';
import { type ChecklistKind, ChecklistRepository } from './checklist.repository.js';
import { type ChecklistChange, type ChecklistView, toItemView } from './checklist.schemas.js';
import type { ChecklistTemplate } from './checklist.types.js';

type View = z.input<typeof ChecklistView>;

/** The checklist of each kind: what ships with the service until the province writes its own. */
@Injectable()
export class ChecklistsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly checklists: ChecklistRepository,
    private readonly units: UnitTree,
    private readonly rights: PoolRights,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws DEVICE_KIND_UNKNOWN */
  async get(kindCode: string): Promise<View> {
    return this.unitOfWork.read(async (tx) => {
      const kind = await this.requiredKind(tx, kindCode);
      const row = await this.checklists.latest(tx, kind.id);
      return viewOf(kind, templateOf(kind, row), row);
    });
  }

  /**
   * A kind is the whole province's, so its checklist is changed at the top of the tree only.
   * @throws DEVICE_KIND_UNKNOWN, FORBIDDEN, CHECKLIST_CHANGED
   */
  async change(actor: Actor, kindCode: string, { basedOn, ...input }: z.output<typeof ChecklistChange>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const kind = await this.requiredKind(tx, kindCode);
      for (const root of this.roots()) {
        this.rights.requireOwner(actor, 'checklist.manage', { id: kind.id, unitId: root });
      }
      const latest = (await this.checklists.latest(tx, kind.id))?.version ?? 0;
      if (latest !== basedOn) throw EquipmentErrors.CHECKLIST_CHANGED({ kindCode, version: latest });
      const by = { createdBy: actor.id, createdByName: actor.name, createdAt: this.clock.now() };
      const row = { ...input, ...by, id: newId(), kindId: kind.id, version: basedOn + 1 };
      await this.insert(tx, kind, row);
      await this.audit.record(tx, {
        action: 'equipment.changeChecklist',
        subject: { kind: 'device_kind', id: kind.id },
        details: { kindCode, version: row.version, mandatory: row.mandatory, items: row.items.map(({ code }) => code) },
      });
      return viewOf(kind, row, row);
    });
  }

  async templateFor(tx: Tx, kind: ChecklistKind): Promise<ChecklistTemplate> {
    return templateOf(kind, await this.checklists.latest(tx, kind.id));
  }

  private roots(): string[] {
    return this.units
      .all()
      .filter(({ parentId }) => parentId === null)
      .map(({ id }) => id);
  }

  private async requiredKind(tx: Tx, code: string): Promise<ChecklistKind> {
    const kind = await this.checklists.kind(tx, code);
    if (!kind) throw EquipmentErrors.DEVICE_KIND_UNKNOWN({ kindCode: code });
    return kind;
  }

  private async insert(tx: Tx, { code }: ChecklistKind, row: ChecklistTemplateRow): Promise<void> {
    try {
      await this.checklists.insertTemplate(tx, row);
    } catch (error) {
      if (!violates(error, 'checklist_template_version_key')) throw error;
      throw EquipmentErrors.CHECKLIST_CHANGED({ kindCode: code, version: row.version }, error);
    }
  }
}

function templateOf({ category }: ChecklistKind, row: ChecklistTemplateRow | null): ChecklistTemplate {
  return row ?? { version: 0, mandatory: false, items: DEFAULT_CHECKLISTS[category] };
}

function viewOf({ code }: ChecklistKind, template: ChecklistTemplate, row: ChecklistTemplateRow | null): View {
  return {
    kindCode: code,
    version: template.version,
    mandatory: template.mandatory,
    items: template.items.map(toItemView),
    createdAt: row?.createdAt.toISOString() ?? null,
    createdBy: row?.createdByName ?? null,
  };
}
