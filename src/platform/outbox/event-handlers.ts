import { Injectable, type OnModuleInit, SetMetadata } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { discoverMethods } from '../discover.js';

/** A fact as handlers receive it; `id` is what makes them idempotent. */
export interface RecordedEvent {
  readonly id: string;
  readonly type: string;
  readonly aggregate: string;
  readonly payload: Record<string, unknown>;
  readonly actor: { readonly kind: string; readonly id: string; readonly name: string };
  readonly recordedAt: Date;
}

type Handler = (event: RecordedEvent) => Promise<void>;

const EVENT_TYPE = 'skydocket:event';

/** Marks a provider's method as handler of one event type. It runs after commit, perhaps more than once. */
export const OnEvent = (type: string): MethodDecorator => SetMetadata(EVENT_TYPE, type);

/** Finds every `@OnEvent` method at start. */
@Injectable()
export class EventHandlers implements OnModuleInit {
  private readonly byType = new Map<string, Handler[]>();
  private areFound = false;

  constructor(
    readonly discovery: DiscoveryService,
    readonly scanner: MetadataScanner,
    readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    discoverMethods<[RecordedEvent]>(this, EVENT_TYPE, (type, handler) => {
      this.byType.set(type, [...(this.byType.get(type) ?? []), handler]);
    });
    this.areFound = true;
  }

  /** Whether somebody may be waiting for events of the type. */
  isHeard(type: string): boolean {
    return !this.areFound || this.byType.has(type);
  }

  /** Runs all handlers of the event's type one after the other. */
  async deliver(event: RecordedEvent): Promise<void> {
    for (const handler of this.byType.get(event.type) ?? []) await handler(event);
  }
}
