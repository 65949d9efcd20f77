export { CONFIG, CONFIG_KEYS, ConfigError, loadConfig } from './config.js';
export type { Config } from './config.js';
