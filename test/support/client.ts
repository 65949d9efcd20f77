export { ApiClient } from '../../scripts/scenario/api-client.js';
export type { Answer } from '../../scripts/scenario/api-client.js';
