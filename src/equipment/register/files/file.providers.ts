import { EquipmentFile, EquipmentFileKey } from './equipment-file.entity.js';
import { EquipmentFileRepository } from './equipment-file.repository.js';
import { EquipmentFilesController } from './equipment-files.controller.js';
import { EquipmentFiles } from './equipment-files.service.js';
import { FileIntake } from './file-intake.service.js';
import { FileSights } from './file-sights.js';
import { Photos } from './photos.service.js';

export const FILE_ENTITIES = [EquipmentFile, EquipmentFileKey];

export const FILE_CONTROLLERS = [EquipmentFilesController];

export const FILE_PROVIDERS = [EquipmentFileRepository, EquipmentFiles, FileIntake, FileSights, Photos];
