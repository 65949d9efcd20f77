import { BrokerSteps } from './broker.steps.js';
import { ConnectionOverview } from './connection-overview.service.js';
import { ConnectionSteps } from './connection-steps.js';
import { ConnectionTestRepository } from './connection-test.repository.js';
import { ConnectionTests } from './connection-test.service.js';
import { ContactLog } from './contact.log.js';
import { ContactRepository } from './contact.repository.js';
import { GatewayContacts } from './gateway-contacts.js';
import { GatewayStandings } from './gateway-standings.service.js';
import { PublicSteps } from './public.steps.js';
import { TargetFinder } from './target.finder.js';

/** What telemetry keeps for administrators who let controllers and docks in. */
export const CONNECTING_PROVIDERS = [
  BrokerSteps,
  ConnectionOverview,
  ConnectionSteps,
  ConnectionTestRepository,
  ConnectionTests,
  ContactLog,
  ContactRepository,
  GatewayContacts,
  GatewayStandings,
  PublicSteps,
  TargetFinder,
] as const;
