import { Body, type CanActivate, Controller, type ExecutionContext, Injectable } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { z } from 'zod';
import {
  type Actor,
  AuditTrail,
  type AuthenticatedRequest,
  CurrentActor,
  Endpoint,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../src/platform/index.js';
import type { TestDatabase } from './database.js';
import { TestPlatform } from './platform.js';

/** What happens to an order besides being written down. */
const TWISTS = [
  'refused',
  'refusedInWork',
  'failed',
  'failedAfter',
  'failedAtCommit',
  'slowCommit',
  'deadlock',
  'twice',
  'noAnswer',
  'onlyAsked',
  'goesOn',
] as const;

export const Order = z.strictObject({ text: z.string(), twist: z.enum(TWISTS).optional() });
type Twist = z.output<typeof Order>['twist'];

export interface Told {
  readonly status: number;
  readonly body: { readonly count?: number; readonly code?: string };
  readonly replayed: boolean;
}

/** Whoever the caller says they are; `machine` comes with an API key. */
@Injectable()
class SayWhoGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const id = request.get('x-who') ?? 'somebody';
    request.actor = { kind: 'user', id, name: id, snapshot: {}, apiKeyId: id === 'machine' ? 'k' : undefined };
    return true;
  }
}

/** How far the desk is, and where it waits. */
export const pace = { begun: 0, beforeCommit: Promise.resolve(), afterCommit: Promise.resolve() };

@Controller('orders')
class OrdersController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  @Endpoint({
    method: 'POST',
    permission: 'order.issue',
    summary: 'Writes an order down and says how many there are',
    status: 202,
    response: z.object({ count: z.number() }),
  })
  async issue(@CurrentActor() actor: Actor, @Body({ schema: Order }) { text, twist }: z.output<typeof Order>) {
    if (twist === 'onlyAsked') return { count: (pace.begun += 1) };
    if (twist === 'refused') {
      await this.audit.recordRefusal(actor, { action: 'order.issue' });
      throw PlatformErrors.FORBIDDEN();
    }
    const answer = await this.unitOfWork.run(actor, (tx) => this.write(tx, text, twist));
    await pace.afterCommit;
    if (twist === 'failedAfter') throw new Error('after the commit');
    if (twist === 'twice') await this.unitOfWork.run(actor, (tx) => this.write(tx, text, undefined));
    return answer ?? { count: 0 };
  }

  @Endpoint({
    method: 'POST',
    path: 'always',
    permission: 'order.issue',
    summary: 'Writes one every time',
    response: z.object({ count: z.number() }),
    idempotent: false,
  })
  async always(@CurrentActor() actor: Actor) {
    await this.unitOfWork.run(actor, (tx) => this.write(tx, 'always', undefined));
    return this.unitOfWork.run(actor, (tx) => this.write(tx, 'always', undefined));
  }

  private async write(tx: Tx, text: string, twist: Twist) {
    pace.begun += 1;
    await tx.execute(`INSERT INTO probe_order (text, twist) VALUES ($1, $2)`, [text, twist ?? null]);
    await pace.beforeCommit;
    if (twist === 'deadlock' && pace.begun === 1) await tx.execute(`DO $$ BEGIN RAISE deadlock_detected; END $$`);
    if (twist === 'failed') throw new Error('in the work');
    if (twist === 'refusedInWork') throw PlatformErrors.CONFLICT();
    if (twist === 'goesOn')
      tx.afterCommit(() => void this.unitOfWork.run(tx.actor, (own) => this.write(own, 'more', undefined)));
    if (twist === 'noAnswer') return undefined;
    return {
      ...(await tx.queryOne<{ count: number }>(`SELECT count(*)::integer AS count FROM probe_order`)),
      inner: 1,
    };
  }
}

/** A service that takes orders, for asking twice. */
export class OrderDesk {
  private constructor(
    readonly platform: TestPlatform,
    private readonly url: string,
  ) {}

  /** The first process of an installation makes the table. */
  static async open(database: TestDatabase, isFirst = true): Promise<OrderDesk> {
    const providers = [{ provide: APP_GUARD, useClass: SayWhoGuard }];
    const platform = await TestPlatform.start({ database, controllers: [OrdersController], providers });
    if (isFirst)
      await platform.get(UnitOfWork).read(async (tx) => {
        await tx.execute(`CREATE TABLE probe_order (text text, twist text)`);
        await tx.execute(`
          CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF new.twist = 'failedAtCommit' THEN RAISE EXCEPTION 'not now' USING ERRCODE = '23514'; END IF;
            PERFORM pg_sleep(1);
            RETURN NULL;
          END $$`);
        await tx.execute(`
          CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON probe_order DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW WHEN (new.twist IN ('failedAtCommit', 'slowCommit')) EXECUTE FUNCTION at_commit()`);
      });
    await platform.nest.listen(0, '127.0.0.1');
    return new OrderDesk(platform, await platform.nest.getUrl());
  }

  async clear(): Promise<void> {
    Object.assign(pace, { begun: 0, beforeCommit: Promise.resolve(), afterCommit: Promise.resolve() });
    await this.platform.get(UnitOfWork).read((tx) => tx.execute(`DELETE FROM probe_order`));
  }

  async post(
    body: z.input<typeof Order>,
    headers: Record<string, string>,
    { path = '/orders', signal }: { path?: string; signal?: AbortSignal } = {},
  ): Promise<Told> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
    return {
      status: response.status,
      body: (await response.json()) as Told['body'],
      replayed: response.headers.get('idempotency-replayed') === 'true',
    };
  }

  /** Orders that were written down for good. */
  async written(): Promise<number> {
    const rows = await this.platform.get(UnitOfWork).read((tx) => tx.query(`SELECT 1 FROM probe_order`));
    return rows.length;
  }

  async close(): Promise<void> {
    await this.platform.stop();
  }
}
