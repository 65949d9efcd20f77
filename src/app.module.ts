import { type DynamicModule, Module } from '@nestjs/common';
import { CatalogueModule } from './catalogue/index.js';
import { CasesModule } from './cases/index.js';
import { CommandModule } from './command/index.js';
import { EquipmentModule } from './equipment/index.js';
import { EvidenceModule, GatewayMediaModule, PhotoPosesModule, ReceiptsModule } from './evidence/index.js';
import { IdentityModule } from './identity/index.js';
import { CheckOutAdviceModule, MissionsModule } from './missions/index.js';
import { PlatformModule, type PlatformSettings } from './platform/index.js';
import { ReferenceModule } from './reference/index.js';
import { DockWeatherModule, TelemetryModule, UploadedWaylinesModule } from './telemetry/index.js';

/** The rooms from left to right; each imports only those before it. */
const FEATURES = [
  IdentityModule,
  ReferenceModule,
  CasesModule,
  EquipmentModule,
  MissionsModule,
  CheckOutAdviceModule,
  TelemetryModule,
  DockWeatherModule,
  UploadedWaylinesModule,
  EvidenceModule,
  GatewayMediaModule,
  PhotoPosesModule,
  ReceiptsModule,
  CommandModule,
  CatalogueModule,
];

@Module({})
export class AppModule {
  static with(settings: PlatformSettings): DynamicModule {
    return { module: AppModule, imports: [PlatformModule.with(settings), ...FEATURES] };
  }
}
