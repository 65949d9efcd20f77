import { CardBookings } from '../method-cards/card-bookings.service.js';
import { DemoCardsSeed } from '../method-cards/demo-cards.seed.js';
import { MethodCard } from '../method-cards/method-card.entity.js';
import { MethodCardRepository } from '../method-cards/method-card.repository.js';
import { MethodCardsController } from '../method-cards/method-cards.controller.js';
import { MethodCards } from '../method-cards/method-cards.service.js';
import { Confirmation, RunOverride } from './confirmations/confirmation.entity.js';
import { ConfirmationDesk } from './confirmations/confirmation-desk.service.js';
import { ConfirmationRepository } from './confirmations/confirmation.repository.js';
import { ConfirmationsController } from './confirmations/confirmations.controller.js';
import { Confirmations } from './confirmations/confirmations.service.js';
import { RapidTest, RapidTestPhoto } from './rapid-test.entity.js';
import { RapidTestReader } from './rapid-test.reader.js';
import { RapidTestRecorder } from './runs/rapid-test.recorder.js';
import { RapidTestRepository } from './rapid-test.repository.js';
import { RapidTestsController } from './rapid-tests.controller.js';
import { RapidTestsService } from './rapid-tests.service.js';
import { ResultNames } from './papers/result-names.service.js';
import { ResultPapers } from './papers/result-papers.service.js';
import { RunCircumstancesReader } from './runs/run-circumstances.service.js';
import { RunIntake } from './runs/run-intake.service.js';
import { RunOpinions } from './runs/run-opinions.service.js';
import { SampleClassController } from './water-class/sample-class.controller.js';
import { SampleClass } from './water-class/sample-class.service.js';
import { RunPhotoSight } from './runs/run-photo.sight.js';

export const RAPID_TEST_ENTITIES = [RapidTest, RapidTestPhoto, MethodCard, RunOverride, Confirmation];

export const RAPID_TEST_CONTROLLERS = [
  RapidTestsController,
  ConfirmationsController,
  SampleClassController,
  MethodCardsController,
];

export const RAPID_TEST_PROVIDERS = [
  RapidTestRepository,
  RapidTestRecorder,
  RapidTestReader,
  RapidTestsService,
  RunCircumstancesReader,
  RunIntake,
  RunOpinions,
  RunPhotoSight,
  ResultNames,
  ResultPapers,
  SampleClass,
  MethodCardRepository,
  MethodCards,
  CardBookings,
  DemoCardsSeed,
  ConfirmationRepository,
  ConfirmationDesk,
  Confirmations,
];
