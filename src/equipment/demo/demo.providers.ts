import { BookingsSeed } from './bookings.seed.js';
import { EquipmentSeed } from './equipment.seed.js';
import { UpkeepSeed } from './upkeep.seed.js';

export const DEMO_PROVIDERS = [BookingsSeed, EquipmentSeed, UpkeepSeed];
