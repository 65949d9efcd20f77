import { FlightCalendarContribution, FlightCalendarSource } from './flight-calendar.source.js';
import { MissionCalendarController } from './mission-calendar.controller.js';
import { MissionCalendarRepository } from './mission-calendar.repository.js';
import { MissionCalendar } from './mission-calendar.service.js';

export const MISSION_CALENDAR_CONTROLLERS = [MissionCalendarController];

export const MISSION_CALENDAR_PROVIDERS = [
  FlightCalendarContribution,
  FlightCalendarSource,
  MissionCalendar,
  MissionCalendarRepository,
];
