import { BookingsSeed } from './bookings.seed.js';
import { CustodySeed } from './custody.seed.js';
import { DamageSeed } from './damage.seed.js';
import { DemoGround } from './demo-ground.js';
import { DemoPhoto } from './demo-photo.js';
import { EquipmentSeed } from './equipment.seed.js';
import { LoanSeed } from './loan.seed.js';
import { MediaSeed } from './media.seed.js';
import { TestsSeed } from './tests.seed.js';
import { UpkeepSeed } from './upkeep.seed.js';

export const DEMO_PROVIDERS = [
  BookingsSeed,
  CustodySeed,
  DamageSeed,
  DemoGround,
  DemoPhoto,
  EquipmentSeed,
  LoanSeed,
  MediaSeed,
  TestsSeed,
  UpkeepSeed,
];
