import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { LOGGER, type Logger } from '../logging/index.js';
import { type Broker, BROKER } from './broker.js';
import { EmbeddedBroker } from './embedded.broker.js';
import { ExternalBroker } from './external.broker.js';

export { BROKER, INTAKE_TOPICS, MAX_PACKET_BYTES } from './broker.js';
export type { Broker, BrokerMessage, BrokerPolicy, Intake, Principal, PublishOptions, PublishRule } from './broker.js';
export { EmbeddedBroker } from './embedded.broker.js';
export { ExternalBroker } from './external.broker.js';

@Global()
@Module({
  providers: [
    {
      provide: BROKER,
      inject: [CONFIG, Clock, LOGGER],
      useFactory: (config: Config, clock: Clock, logger: Logger): Broker =>
        config.MQTT_URL
          ? new ExternalBroker({ url: config.MQTT_URL, clock, logger })
          : new EmbeddedBroker({ host: config.SKYDOCKET_MQTT_HOST, port: config.SKYDOCKET_MQTT_PORT, clock, logger }),
    },
  ],
  exports: [BROKER],
})
export class BrokerModule implements OnApplicationShutdown {
  constructor(@Inject(BROKER) private readonly broker: Broker) {}

  async onApplicationShutdown(): Promise<void> {
    await this.broker.close();
  }
}
