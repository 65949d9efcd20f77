import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService, asUser, UnitTree } from '../../identity/index.js';
import { type Actor, AuditTrail, Clock, newId, PlatformErrors, UnitOfWork, violates } from '../../platform/index.js';
import type { RetentionPolicy } from './retention-policy.entity.js';
import { RetentionErrors } from './retention.errors.js';
import { RetentionRepository } from './retention.repository.js';
import type { PolicyList, PolicyMake, PolicyView } from './retention.schemas.js';
import { toPolicyView } from './retention.views.js';

type View = z.input<typeof PolicyView>;

/** How long evidence is kept. Nothing goes by itself: a policy only makes items due. */
@Injectable()
export class RetentionPolicies {
  constructor(
    private readonly repository: RetentionRepository,
    private readonly access: AccessService,
    private readonly units: UnitTree,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** The newest first, ended ones among them. */
  async list(): Promise<z.input<typeof PolicyList>> {
    const policies = await this.unitOfWork.read((tx) => this.repository.policies(tx));
    return { items: policies.map(toPolicyView), nextCursor: null };
  }

  /** @throws FORBIDDEN, POLICY_IN_FORCE */
  async make(actor: Actor, input: z.output<typeof PolicyMake>): Promise<View> {
    this.requireFirstUnit(actor);
    const madeAt = this.clock.now();
    const policy: RetentionPolicy = {
      id: newId(),
      domain: input.domain ?? null,
      keepMonths: input.keepMonths,
      includesSealed: input.includesSealed,
      basis: input.basis,
      validFrom: input.validFrom ?? madeAt,
      madeBy: actor.id,
      madeAt,
      endedAt: null,
      endedBy: null,
    };
    try {
      return await this.unitOfWork.run(actor, async (tx) => {
        await this.repository.insertPolicy(tx, policy);
        await this.audit.record(tx, {
          action: 'retention.make',
          subject: { kind: 'retentionPolicy', id: policy.id },
          details: { domain: policy.domain, keepMonths: policy.keepMonths, includesSealed: policy.includesSealed },
        });
        return toPolicyView(policy);
      });
    } catch (error) {
      throw violates(error, 'retention_policy_in_force_key') ? RetentionErrors.POLICY_IN_FORCE() : error;
    }
  }

  /** What was confirmed by it stays removed. @throws FORBIDDEN, NOT_FOUND, POLICY_ENDED */
  async end(actor: Actor, id: string): Promise<View> {
    this.requireFirstUnit(actor);
    return this.unitOfWork.run(actor, async (tx) => {
      const ended = await this.repository.endPolicy(tx, id, actor.id, this.clock.now());
      const policy = await this.repository.findPolicy(tx, id);
      if (!policy) throw PlatformErrors.NOT_FOUND();
      if (!ended) throw RetentionErrors.POLICY_ENDED();
      await this.audit.record(tx, { action: 'retention.end', subject: { kind: 'retentionPolicy', id } });
      return toPolicyView(policy);
    });
  }

  /** A policy holds for everyone, so only people of the first unit write it. */
  private requireFirstUnit(actor: Actor): void {
    const { unitId } = asUser(actor);
    const firstId = this.units.ancestry(unitId).at(-1) ?? unitId;
    this.access.require(actor, 'retention.manage', [{ id: firstId, unitIds: [firstId] }]);
  }
}
