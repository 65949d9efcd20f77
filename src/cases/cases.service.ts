import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService, type AccessSubject, asUser, type Permission } from '../identity/index.js';
import {
  type Actor,
  Clock,
  idInCursor,
  keysetPage,
  newId,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
  violates,
} from '../platform/index.js';
import { caseDomain } from './case-domain.data.js';
import type { CaseFile } from './case-file.entity.js';
import type { CaseStage } from './case.rules.js';
import { type CaseCreate, type CaseQuery, type CaseView, toCaseView } from './case.schemas.js';
import { CaseRepository } from './case.repository.js';
import { CaseJournal } from './case.journal.js';
import { CaseMembers } from './case-members.js';
import { CaseErrors } from './cases.errors.js';
import { NO_FOLLOW_UP } from './follow-up.rules.js';

type View = z.input<typeof CaseView>;

/** A case as other features see it. */
export interface CaseSummary {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly domain: string;
  readonly unitId: string;
  readonly stage: CaseStage;
  readonly openedAt: Date;
  readonly place: { readonly lon: number; readonly lat: number } | undefined;
}

/** Case files and who belongs to them. */
@Injectable()
export class CasesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cases: CaseRepository,
    private readonly access: AccessService,
    private readonly members: CaseMembers,
    private readonly journal: CaseJournal,
    private readonly clock: Clock,
  ) {}

  /** Opens a file for the actor's unit; the actor and the named people become members. */
  async create(actor: Actor, { place, members = [], ...input }: z.output<typeof CaseCreate>): Promise<View> {
    const user = asUser(actor);
    const openedAt = this.clock.now();
    if (!caseDomain(input.domain, openedAt)) throw CaseErrors.CASE_DOMAIN_UNKNOWN({ domain: input.domain });
    const file: CaseFile = {
      ...input,
      id: newId(),
      unitId: user.unitId,
      stage: 'filed',
      lon: place?.lon ?? null,
      lat: place?.lat ?? null,
      openedAt,
      openedBy: user.id,
      ...NO_FOLLOW_UP,
    };
    this.access.require(actor, 'case.create', [subjectOf(file)]);
    return this.unitOfWork.run(actor, async (tx) => {
      await this.insert(tx, file);
      const memberIds = [...new Set([user.id, ...members])];
      await this.members.add(tx, file.id, memberIds);
      await this.journal.opened(tx, file.id, { members: memberIds });
      return toCaseView(file, memberIds);
    });
  }

  async list(actor: Actor, query: z.output<typeof CaseQuery>): Promise<Page<View>> {
    const { limit, cursor, q, mine, ...narrowing } = query;
    const before = idInCursor(cursor);
    const memberId = mine === true ? actor.id : undefined;
    const scope = this.access.scope(actor, 'case.read');
    return this.unitOfWork.read(async (tx) => {
      const files = await this.cases.list(tx, { ...narrowing, scope, text: q, memberId, before, limit: limit + 1 });
      const members = await this.cases.members(
        tx,
        files.map(({ id }) => id),
      );
      return keysetPage(
        files,
        limit,
        ({ id }) => [id],
        (file) => toCaseView(file, members.get(file.id) ?? []),
      );
    });
  }

  async get(actor: Actor, id: string): Promise<View> {
    return this.unitOfWork.read(async (tx) => {
      const file = await this.required(tx, actor, 'case.read', id);
      return toCaseView(file, await this.members.of(tx, id));
    });
  }

  async addMember(actor: Actor, id: string, userId: string): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const file = await this.required(tx, actor, 'case.change', id);
      await this.members.add(tx, id, [userId]);
      await this.journal.changed(tx, 'case.addMember', id, { userId });
      return toCaseView(file, await this.members.of(tx, id));
    });
  }

  async removeMember(actor: Actor, id: string, userId: string): Promise<void> {
    await this.unitOfWork.run(actor, async (tx) => {
      await this.required(tx, actor, 'case.change', id);
      await this.members.remove(tx, id, userId);
      await this.journal.changed(tx, 'case.removeMember', id, { userId });
    });
  }

  /** @throws NOT_FOUND when there is no such case or the actor may not see it */
  async requireVisible(tx: Tx, actor: Actor, id: string): Promise<CaseSummary> {
    return toSummary(await this.required(tx, actor, 'case.read', id));
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async requireWritable(tx: Tx, actor: Actor, id: string): Promise<CaseSummary> {
    return toSummary(await this.required(tx, actor, 'case.change', id));
  }

  /** Without asking who wants to know. */
  async find(tx: Tx, id: string): Promise<CaseSummary | undefined> {
    const file = await this.cases.find(tx, id);
    return file ? toSummary(file) : undefined;
  }

  /** Without asking who wants to know. */
  async findByNumber(tx: Tx, number: string): Promise<CaseSummary | undefined> {
    const file = await this.cases.findByNumber(tx, number);
    return file ? toSummary(file) : undefined;
  }

  /** Without asking who wants to know. */
  async isMember(tx: Tx, caseId: string, userId: string): Promise<boolean> {
    return (await this.members.of(tx, caseId)).includes(userId);
  }

  private async required(tx: Tx, actor: Actor, permission: Permission, id: string): Promise<CaseFile> {
    const file = await this.cases.find(tx, id);
    if (!file) throw PlatformErrors.NOT_FOUND();
    this.access.require(actor, permission, [subjectOf(file)]);
    return file;
  }

  private async insert(tx: Tx, file: CaseFile): Promise<void> {
    try {
      await this.cases.insert(tx, file);
    } catch (error) {
      throw violates(error, 'case_file_number_key') ? CaseErrors.CASE_NUMBER_TAKEN() : error;
    }
  }
}

function subjectOf({ id, unitId }: CaseFile): AccessSubject {
  return { id, unitIds: [unitId], caseId: id };
}

function toSummary({ lon, lat, ...file }: CaseFile): CaseSummary {
  const { id, number, title, domain, unitId, stage, openedAt } = file;
  const place = lon === null || lat === null ? undefined : { lon, lat };
  return { id, number, title, domain, unitId, stage, openedAt, place };
}
