export { AppError, defineErrors, errorCatalogue, fillIn } from './app-error.js';
export { moreThan } from './measures.js';
export type { ErrorDetails, ErrorEntry, ErrorFactory } from './app-error.js';
export { PlatformErrors } from './platform.errors.js';
export { asAppError } from './as-app-error.js';
export { databaseFault, violates } from './database-faults.js';
