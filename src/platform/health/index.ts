import { Global, Module } from '@nestjs/common';
import { BrokerDoor } from './broker.door.js';
import { ClockHistory } from './clock-history.js';
import { HealthController } from './health.controller.js';
import { JobSignals } from './job.signals.js';
import { Metrics } from './metrics.js';
import { PlatformGauges } from './platform.gauges.js';
import { Readiness } from './readiness.js';

export { BrokerDoor } from './broker.door.js';
export { ClockHistory } from './clock-history.js';
export type { ClockRecord } from './clock-history.js';
export { Metrics } from './metrics.js';
export { mayOperate } from './operations.js';
export { Readiness } from './readiness.js';
export type { Check } from './readiness.js';

@Global()
@Module({
  controllers: [HealthController],
  providers: [BrokerDoor, ClockHistory, JobSignals, Metrics, PlatformGauges, Readiness],
  exports: [BrokerDoor, ClockHistory, Metrics, Readiness],
})
export class HealthModule {}
