import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService, asUser } from '../../../identity/index.js';
import {
  type Actor,
  AuditTrail,
  Clock,
  idInCursor,
  keysetPage,
  newId,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
  violates,
} from '../../../platform/index.js';
import { RegisterErrors } from './register.errors.js';
import { RegisterRepository } from './register.repository.js';
import type { Expert, ExpertAt, Institution } from './register.rules.js';
import {
  type ExpertChange,
  type ExpertCreate,
  type ExpertQuery,
  type ExpertView,
  type InstitutionChange,
  type InstitutionCreate,
  type InstitutionQuery,
  type InstitutionView,
  toExpertView,
  toInstitutionView,
} from './register.schemas.js';

/** Experts and institutions, shared by all units and kept by the one that entered them. */
@Injectable()
export class Register {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: RegisterRepository,
    private readonly access: AccessService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async experts({ limit, cursor, ...asked }: z.output<typeof ExpertQuery>): Promise<Page<z.input<typeof ExpertView>>> {
    const before = idInCursor(cursor);
    const rows = await this.unitOfWork.read((tx) => this.entries.experts(tx, { ...asked, before, limit: limit + 1 }));
    return keysetPage(rows, limit, ({ id }) => [id], toExpertView);
  }

  async institutions({
    limit,
    cursor,
    ...asked
  }: z.output<typeof InstitutionQuery>): Promise<Page<z.input<typeof InstitutionView>>> {
    const before = idInCursor(cursor);
    const filter = { ...asked, before, limit: limit + 1 };
    const rows = await this.unitOfWork.read((tx) => this.entries.institutions(tx, filter));
    return keysetPage(rows, limit, ({ id }) => [id], toInstitutionView);
  }

  /** @throws NOT_FOUND */
  async expert(id: string): Promise<z.input<typeof ExpertView>> {
    const found = await this.unitOfWork.read((tx) => this.entries.expert(tx, id));
    if (!found) throw PlatformErrors.NOT_FOUND();
    return toExpertView(found);
  }

  /** @throws NOT_FOUND */
  async institution(id: string): Promise<z.input<typeof InstitutionView>> {
    const found = await this.unitOfWork.read((tx) => this.entries.institution(tx, id));
    if (!found) throw PlatformErrors.NOT_FOUND();
    return toInstitutionView(found);
  }

  /** @throws FORBIDDEN, EXPERT_EXISTS, INSTITUTION_UNKNOWN */
  async enterExpert(actor: Actor, said: z.output<typeof ExpertCreate>): Promise<z.input<typeof ExpertView>> {
    const { unitId } = asUser(actor);
    const expert: Expert = { ...said, id: newId(), unitId };
    this.requireKeeper(actor, expert);
    return this.unitOfWork.run(actor, async (tx) => toExpertView(await this.saveExpert(tx, expert, 'expert.enter')));
  }

  /** @throws NOT_FOUND, FORBIDDEN, EXPERT_EXISTS, INSTITUTION_UNKNOWN */
  async changeExpert(
    actor: Actor,
    id: string,
    said: z.output<typeof ExpertChange>,
  ): Promise<z.input<typeof ExpertView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const before = await this.entries.lockExpert(tx, id);
      if (!before) throw PlatformErrors.NOT_FOUND();
      this.requireKeeper(actor, before);
      return toExpertView(await this.saveExpert(tx, { ...before, ...said }, 'expert.change'));
    });
  }

  /** @throws FORBIDDEN, INSTITUTION_EXISTS */
  async enterInstitution(
    actor: Actor,
    said: z.output<typeof InstitutionCreate>,
  ): Promise<z.input<typeof InstitutionView>> {
    const { unitId } = asUser(actor);
    const institution: Institution = { ...said, id: newId(), unitId };
    this.requireKeeper(actor, institution);
    return this.unitOfWork.run(actor, async (tx) => this.saveInstitution(tx, institution, 'institution.enter'));
  }

  /** @throws NOT_FOUND, FORBIDDEN, INSTITUTION_EXISTS */
  async changeInstitution(
    actor: Actor,
    id: string,
    said: z.output<typeof InstitutionChange>,
  ): Promise<z.input<typeof InstitutionView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const before = await this.entries.lockInstitution(tx, id);
      if (!before) throw PlatformErrors.NOT_FOUND();
      this.requireKeeper(actor, before);
      return this.saveInstitution(tx, { ...before, ...said }, 'institution.change');
    });
  }

  private requireKeeper(actor: Actor, { id, unitId }: Pick<Institution, 'id' | 'unitId'>): void {
    this.access.require(actor, 'expert.manage', [{ id, unitIds: [unitId] }]);
  }

  private async saveExpert(tx: Tx, expert: Expert, action: string): Promise<ExpertAt> {
    const { id, institutionId, name, active } = expert;
    if (institutionId !== null && !(await this.entries.institution(tx, institutionId)))
      throw RegisterErrors.INSTITUTION_UNKNOWN();
    try {
      await this.entries.saveExperts(tx, [expert], tx.actor.id, this.clock.now());
    } catch (error) {
      throw violates(error, 'uq_expert_name') ? RegisterErrors.EXPERT_EXISTS({}, error) : error;
    }
    await this.audit.record(tx, { action, subject: { kind: 'expert', id }, details: { name, active } });
    const saved = await this.entries.expert(tx, id);
    if (!saved) throw PlatformErrors.NOT_FOUND();
    return saved;
  }

  private async saveInstitution(
    tx: Tx,
    institution: Institution,
    action: string,
  ): Promise<z.input<typeof InstitutionView>> {
    const { id, name, active } = institution;
    try {
      await this.entries.saveInstitutions(tx, [institution], tx.actor.id, this.clock.now());
    } catch (error) {
      throw violates(error, 'uq_institution_name') ? RegisterErrors.INSTITUTION_EXISTS({}, error) : error;
    }
    await this.audit.record(tx, { action, subject: { kind: 'institution', id }, details: { name, active } });
    return toInstitutionView(institution);
  }
}
