import { Injectable } from '@nestjs/common';
import { PlatformErrors } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import { inSessionsOf } from '../commands/session-kind.js';
import { ParticipantRepository } from '../sessions/participant.repository.js';
import { can } from '../sessions/session-roles.js';
import { MOST_SECTOR_POSITIONS, MOST_SECTORS } from './collection.codes.js';
import { CollectionRepository, type KnownSector } from './collection.repository.js';
import { overlapsOf, sizeOf } from './collection.rules.js';

/** 协同取证: who collects where, under which unit's lead. */
@Injectable()
export class CollectionCommands {
  constructor(
    private readonly collections: CollectionRepository,
    private readonly participants: ParticipantRepository,
  ) {}

  readonly handlers: Handlers<'sector.put' | 'sector.remove' | 'lead.name' | 'sector.report'> = inSessionsOf(
    'joint_collection',
    {
      'sector.put': (context, payload) => this.put(context, payload),
      'sector.remove': (context, payload) => this.remove(context, payload),
      'lead.name': (context, payload) => this.nameLead(context, payload),
      'sector.report': (context, payload) => this.report(context, payload),
    },
  );

  /** Sectors may lie over each other; whoever draws them is told by how much. */
  private async put(context: CommandContext, payload: Payload<'sector.put'>): Promise<Effect> {
    const { tx, session, seq } = context;
    const { sectorId, name, polygon, unitId } = payload;
    await this.requirePart(context, unitId);
    const before = await this.known(context, sectorId, payload.version ?? 0);
    const others = (await this.collections.sectors(tx, session.id)).filter((other) => other.sectorId !== sectorId);
    if (others.some((other) => other.name === name)) throw CommandErrors.SECTOR_NAME_TAKEN();
    const size = sizeOf(polygon);
    const taken = others.reduce((sum, { positions }) => sum + positions, size.positions);
    if (others.length >= MOST_SECTORS || taken > MOST_SECTOR_POSITIONS)
      throw CommandErrors.SECTORS_FULL({ most: MOST_SECTORS, positions: MOST_SECTOR_POSITIONS });
    const isSameUnit = before?.unitId === unitId && before.removedSeq === null;
    const version = (before?.version ?? 0) + 1;
    await this.collections.save(tx, session.id, {
      sectorId,
      name,
      unitId,
      geometry: polygon,
      ...size,
      version,
      seq,
      // Another unit begins anew; what was reported stays in the record.
      status: isSameUnit ? before.status : 'not_started',
      note: isSameUnit ? before.note : null,
      reportedSeq: isSameUnit ? before.reportedSeq : null,
      removedSeq: null,
    });
    const overlaps = overlapsOf(polygon, others);
    return { facts: { version, squareMetres: size.squareMetres, overlaps }, answer: { overlaps } };
  }

  private async remove(context: CommandContext, { sectorId, version }: Payload<'sector.remove'>): Promise<Effect> {
    const { tx, session, seq } = context;
    const sector = await this.standing(context, sectorId);
    if (version !== undefined && version !== sector.version)
      throw CommandErrors.SECTOR_CHANGED({ currentVersion: sector.version });
    await this.collections.save(tx, session.id, { ...sector, version: sector.version + 1, seq, removedSeq: seq });
    return { facts: { version: sector.version + 1, name: sector.name } };
  }

  private async nameLead(context: CommandContext, { unitId }: Payload<'lead.name'>): Promise<Effect> {
    const { tx, session, seq } = context;
    await this.requirePart(context, unitId);
    const before = await this.collections.lead(tx, session.id);
    await this.collections.nameLead(tx, session.id, { unitId, namedSeq: seq });
    return { facts: { formerUnitId: before?.unitId ?? null } };
  }

  /** By the people of the sector's unit, and by whoever leads. */
  private async report(context: CommandContext, payload: Payload<'sector.report'>): Promise<Effect> {
    const { tx, session, user, own, seq } = context;
    const sector = await this.standing(context, payload.sectorId);
    if (sector.unitId !== user.unitId && !can(own?.role, 'lead')) throw PlatformErrors.FORBIDDEN();
    const { status, note = null } = payload;
    await this.collections.save(tx, session.id, { ...sector, status, note, reportedSeq: seq });
    return { facts: { formerStatus: sector.status, unitId: sector.unitId } };
  }

  /** @throws SECTOR_CHANGED when the version is not the present one; 0 stands for a sector that is not there */
  private async known(
    { tx, session }: CommandContext,
    sectorId: string,
    version: number,
  ): Promise<KnownSector | undefined> {
    const sector = await this.collections.sector(tx, session.id, sectorId);
    const present = sector && sector.removedSeq === null ? sector.version : 0;
    if (present !== version) throw CommandErrors.SECTOR_CHANGED({ currentVersion: present });
    return sector;
  }

  /** @throws SECTOR_UNKNOWN */
  private async standing({ tx, session }: CommandContext, sectorId: string): Promise<KnownSector> {
    const sector = await this.collections.sector(tx, session.id, sectorId);
    if (!sector || sector.removedSeq !== null) throw CommandErrors.SECTOR_UNKNOWN();
    return sector;
  }

  /** Units that opened, command or are invited, and those of the people who have joined. @throws UNIT_TAKES_NO_PART */
  private async requirePart({ tx, session, invitedUnits }: CommandContext, unitId: string): Promise<void> {
    const units = [session.unitId, session.commanderUnitId, ...invitedUnits.map((invited) => invited.unitId)];
    if (units.includes(unitId)) return;
    const parts = await this.participants.ofSession(tx, session.id);
    if (!parts.some((part) => part.unitId === unitId && part.state === 'joined'))
      throw CommandErrors.UNIT_TAKES_NO_PART();
  }
}
