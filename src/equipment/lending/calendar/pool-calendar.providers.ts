import { PoolCalendarRepository } from './pool-calendar.repository.js';
import { PoolCalendarSource } from './pool-calendar.source.js';
import { PoolCalendarsController } from './pool-calendars.controller.js';
import { PoolCalendars } from './pool-calendars.service.js';

export const CALENDAR_CONTROLLERS = [PoolCalendarsController];

export const CALENDAR_PROVIDERS = [PoolCalendarRepository, PoolCalendarSource, PoolCalendars];
