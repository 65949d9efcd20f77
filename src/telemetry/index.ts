export { DockWeatherModule } from './dock-weather.module.js';
export { TelemetryErrors } from './telemetry.errors.js';
export { TelemetryEvents } from './telemetry.events.js';
export { TelemetryModule } from './telemetry.module.js';
export { TelemetryService } from './telemetry.service.js';
export type { DevicePositionAt, TrackSample } from './telemetry.service.js';
