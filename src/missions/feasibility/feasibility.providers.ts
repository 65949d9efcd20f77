import { DockWeather } from './dock-weather.js';
import { FeasibilityStudy } from './feasibility.service.js';
import { WeatherDesk } from './weather-desk.js';
import { WeatherFile } from './weather-file.js';
import { WeatherProvider } from './weather-provider.js';

export const FEASIBILITY_PROVIDERS = [DockWeather, FeasibilityStudy, WeatherDesk, WeatherFile, WeatherProvider];
