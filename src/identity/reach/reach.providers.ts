import { AlertRecall } from './alert-recall.js';
import { Alerts } from './alerts.service.js';
import { Carriers } from './carriers.js';
import { ContactsController } from './contacts.controller.js';
import { Contacts } from './contacts.service.js';
import { DeliveryWorker } from './delivery.worker.js';
import { ReachRepository } from './reach.repository.js';

export const REACH_CONTROLLERS = [ContactsController];
export const REACH_PROVIDERS = [AlertRecall, Alerts, Carriers, Contacts, DeliveryWorker, ReachRepository];
