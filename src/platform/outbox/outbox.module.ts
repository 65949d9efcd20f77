import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { EventHandlers } from './event-handlers.js';
import { OutboxDelivery } from './outbox.delivery.js';
import { Outbox } from './outbox.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [EventHandlers, OutboxDelivery, Outbox],
  exports: [Outbox, OutboxDelivery],
})
export class OutboxModule {}
