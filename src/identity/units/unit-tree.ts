import { Injectable } from '@nestjs/common';
import { type Tx, UnitOfWork } from '../../platform/index.js';
import type { UnitAncestry } from '../access/access.rules.js';
import { Unit } from './unit.entity.js';

const MISS_PAUSE_MS = 1_000;

/** A province has some 180 units, so the whole tree is kept in memory; `parentId` is its truth, not the adcode. */
@Injectable()
export class UnitTree implements UnitAncestry {
  private byId: ReadonlyMap<string, Unit> = new Map();
  private children: ReadonlyMap<string, readonly string[]> = new Map();

  private refreshing: Promise<void> | undefined;
  private missedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly unitOfWork: UnitOfWork) {}

  async onModuleInit(): Promise<void> {
    await this.refresh();
  }

  /** Takes over what the database holds, also what another process wrote. */
  async refresh(): Promise<void> {
    this.refreshing ??= this.unitOfWork
      .read((tx) => tx.repository(Unit).find())
      .then((units) => this.hold(units))
      .finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  /** Reads the tree as `tx` has it; it is answered from once `tx` has committed. */
  async reload(tx: Tx): Promise<void> {
    const units = await tx.repository(Unit).find();
    tx.afterCommit(() => this.hold(units));
  }

  /** Like `find`, but an unknown unit is looked for in the database too, at most once a second. */
  async lookUp(unitId: string): Promise<Unit | undefined> {
    if (!this.byId.has(unitId)) await this.refreshAfterMiss();
    return this.find(unitId);
  }

  private async refreshAfterMiss(): Promise<void> {
    const now = performance.now();
    if (now - this.missedAt < MISS_PAUSE_MS) return this.refreshing;
    this.missedAt = now;
    await this.refresh();
  }

  private hold(units: readonly Unit[]): void {
    const children = new Map<string, string[]>();
    for (const { id, parentId } of units) if (parentId) children.set(parentId, [...(children.get(parentId) ?? []), id]);
    this.byId = new Map(units.map((unit) => [unit.id, unit]));
    this.children = children;
  }

  find(unitId: string): Unit | undefined {
    return this.byId.get(unitId);
  }

  all(): Unit[] {
    return [...this.byId.values()];
  }

  /** The unit responsible for a county or city by its adcode. */
  byAdcode(adcode: string): Unit | undefined {
    return this.all().find((unit) => unit.adcode === adcode);
  }

  isWithin(unitId: string, ancestorId: string): boolean {
    for (let current: string | null | undefined = unitId; current; current = this.byId.get(current)?.parentId) {
      if (current === ancestorId) return true;
    }
    return false;
  }

  /** The unit and everything above it, nearest first. */
  ancestry(unitId: string): string[] {
    const path: string[] = [];
    for (let current: string | null | undefined = unitId; current; current = this.byId.get(current)?.parentId)
      path.push(current);
    return path;
  }

  /** The unit and all units below it. */
  subtree(unitId: string): string[] {
    return [unitId, ...(this.children.get(unitId) ?? []).flatMap((child) => this.subtree(child))];
  }
}
