import { AircraftPowers } from './aircraft-power.service.js';
import { DeviceDetails } from './device-details.service.js';
import { DeviceKind } from './device-kind.entity.js';
import { DeviceKindsController } from './device-kinds.controller.js';
import { DeviceUsage } from './device-usage.entity.js';
import { Device } from './device.entity.js';
import { DeviceRepository } from './device.repository.js';
import { DevicesController } from './devices.controller.js';
import { DevicesService } from './devices.service.js';

export const POOL_ENTITIES = [DeviceKind, Device, DeviceUsage];

export const POOL_CONTROLLERS = [DeviceKindsController, DevicesController];

export const POOL_PROVIDERS = [AircraftPowers, DeviceDetails, DeviceRepository, DevicesService];
