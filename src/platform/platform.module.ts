import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { AuditReader, AuditTrail, Refusals } from './audit/index.js';
import { BrokerModule } from './broker/index.js';
import { Clock } from './clock/index.js';
import { CalendarModule } from './calendar/index.js';
import { CONFIG, type Config } from './config/index.js';
import { DatabaseModule } from './database/index.js';
import { Demonstration } from './demonstration.js';
import { FilesModule } from './files/index.js';
import { HealthModule } from './health/index.js';
import {
  AnswerInterceptor,
  ApiDocumentController,
  FrontPageController,
  IdempotencyInterceptor,
  KeptAnswers,
  MediaTypeInterceptor,
  PilotEnvelopeInterceptor,
  ProblemFilter,
  RouteTable,
  ValidationPipe,
} from './http/index.js';
import { Installation } from './installation.js';
import { JobsModule } from './jobs/index.js';
import { LOGGER, type Logger } from './logging/index.js';
import { OutboxModule } from './outbox/index.js';
import { Papers } from './papers/index.js';
import { RealtimeModule } from './realtime/index.js';
import { Retention } from './retention.js';
import { KeyRing } from './secrets/index.js';
import { StorageModule } from './storage/index.js';

/** What was decided before the application is built. */
export interface PlatformSettings {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly logger: Logger;
}

/** Everything that knows no business word. */
@Global()
@Module({})
export class PlatformModule {
  static with({ config, databaseUrl, logger }: PlatformSettings): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        DiscoveryModule,
        DatabaseModule.at(databaseUrl),
        OutboxModule,
        JobsModule,
        CalendarModule,
        StorageModule,
        FilesModule,
        BrokerModule,
        RealtimeModule,
        HealthModule,
      ],
      controllers: [FrontPageController, ApiDocumentController],
      providers: [
        Clock,
        AuditReader,
        AuditTrail,
        Demonstration,
        Installation,
        Papers,
        KeptAnswers,
        Refusals,
        Retention,
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useValue: logger },
        { provide: KeyRing, useFactory: () => KeyRing.open(config.SKYDOCKET_DATA_DIR, config.SKYDOCKET_KEY) },
        { provide: APP_PIPE, useClass: ValidationPipe },
        RouteTable,
        ProblemFilter,
        { provide: APP_FILTER, useExisting: ProblemFilter },
        // Outermost first: no key is claimed for a body that nobody reads; the kept answer passed its declaration.
        { provide: APP_INTERCEPTOR, useClass: PilotEnvelopeInterceptor },
        { provide: APP_INTERCEPTOR, useClass: MediaTypeInterceptor },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
      ],
      exports: [
        Clock,
        AuditReader,
        AuditTrail,
        Refusals,
        Demonstration,
        Installation,
        Papers,
        ProblemFilter,
        CONFIG,
        LOGGER,
        KeyRing,
      ],
    };
  }
}
