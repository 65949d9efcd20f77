export { defineEvents, eventCatalogue } from './event-catalogue.js';
export { OnEvent } from './event-handlers.js';
export type { RecordedEvent } from './event-handlers.js';
export { Outbox } from './outbox.js';
export type { OutboxFact } from './outbox.js';
export { OutboxDelivery } from './outbox.delivery.js';
export { OutboxModule } from './outbox.module.js';
