import { DockWeather } from './weather/dock-weather.js';
import { FeasibilityStudy } from './feasibility.service.js';
import { WeatherDesk } from './weather/weather-desk.js';
import { WeatherFile } from './weather/weather-file.js';
import { WeatherProvider } from './weather/weather-provider.js';

export const FEASIBILITY_PROVIDERS = [DockWeather, FeasibilityStudy, WeatherDesk, WeatherFile, WeatherProvider];
