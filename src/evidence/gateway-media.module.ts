import { Global, Module } from '@nestjs/common';
import { MEDIA_ARRIVALS } from '../telemetry/index.js';
import { EvidenceModule } from './evidence.module.js';
import { GatewayMedia } from './media/gateway-media.service.js';

/** Answers the port that telemetry, a room to the left, asks what becomes of files that devices announce. */
@Global()
@Module({
  imports: [EvidenceModule],
  providers: [{ provide: MEDIA_ARRIVALS, useExisting: GatewayMedia }],
  exports: [MEDIA_ARRIVALS],
})
export class GatewayMediaModule {}
