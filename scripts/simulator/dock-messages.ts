import { type Conditions, frame, message, type SimulatedCrew, type SimulatedMessage } from './dji-messages.js';
import type { Place } from './flight-path.js';

/** A dock at a moment. */
export interface DockMoment {
  readonly at: Date;
  readonly place: Place & { readonly altitudeEllipsoidMetres: number };
  readonly inDock: boolean;
  readonly aircraftOnline: boolean;
  readonly coverOpen: boolean;
  readonly working: boolean;
  /** 0 preparing, 1 in flight, 2 recovering, 5 idle. */
  readonly step: number;
  readonly chargePercent: number;
  readonly remainingUploads: number;
  readonly weather: DockWeather;
}

export interface DockWeather {
  /** In m/s: docks measure it, aircraft estimate it in tenths. */
  readonly windMetresPerSecond: number;
  readonly celsius: number;
  readonly humidityPercent: number;
  /** 0 none to 3 heavy. */
  readonly rainfall: number;
}

const IDLE = 0;
const WORKING = 4;
const UNAVAILABLE = 32_767;

/** The three property frames of a dock, of which each holds a part. */
export const DOCK_FRAMES = [surroundings, task, upkeep] as const;

function surroundings(crew: SimulatedCrew, moment: DockMoment): SimulatedMessage {
  const { place, weather } = moment;
  const [west, south] = [place.lon - 0.0002, place.lat - 0.0002];
  return osd(crew, moment.at, {
    network_state: { type: 2, quality: 5, rate: 61.5 },
    drone_charge_state: {
      state: moment.inDock && moment.chargePercent < 100 ? 1 : 0,
      capacity_percent: moment.chargePercent,
    },
    drone_in_dock: moment.inDock ? 1 : 0,
    rainfall: weather.rainfall,
    wind_speed: weather.windMetresPerSecond,
    environment_temperature: weather.celsius,
    temperature: weather.celsius + 2.3,
    humidity: weather.humidityPercent,
    latitude: place.lat,
    longitude: place.lon,
    height: place.altitudeEllipsoidMetres,
    alternate_land_point: {
      longitude: west,
      latitude: south,
      height: place.altitudeEllipsoidMetres,
      safe_land_height: 20,
      is_configured: 1,
    },
    first_power_on: 1_690_000_000_000,
    position_state: { is_calibration: 1, is_fixed: 2, quality: 5, gps_number: 9, rtk_number: 22 },
    storage: { total: 51_000_000, used: 1_204_000 },
    mode_code: moment.working ? WORKING : IDLE,
    cover_state: moment.coverOpen ? 1 : 0,
    supplement_light_state: 0,
    emergency_stop_state: 0,
    air_conditioner: { air_conditioner_state: 0, switch_time: 0 },
    battery_store_mode: 2,
    alarm_state: 0,
    heading: 0,
    sub_device: {
      device_sn: crew.aircraftSerial,
      device_model_key: crew.aircraftModelKey ?? '0-91-1',
      device_online_status: moment.aircraftOnline ? 1 : 0,
      device_paired: 1,
    },
  });
}

function task(crew: SimulatedCrew, moment: DockMoment): SimulatedMessage {
  const link = { dongle_number: 0, '4g_link_state': 0, sdr_link_state: 1, link_workmode: 0, sdr_quality: 5 };
  return osd(crew, moment.at, {
    flighttask_step_code: moment.step,
    media_file_detail: { remain_upload: moment.remainingUploads },
    wireless_link: { ...link, sdr_freq_band: 5.8, '4g_quality': 0, '4g_uav_quality': 0, '4g_gnd_quality': 0 },
    drc_state: 0,
    flighttask_prepare_capacity: 4,
  });
}

function upkeep(crew: SimulatedCrew, moment: DockMoment): SimulatedMessage {
  return osd(crew, moment.at, {
    job_number: 412,
    acc_time: 20_412_000,
    activation_time: 1_690_000_000,
    maintain_status: { maintain_status_array: [] },
    electric_supply_voltage: 226,
    working_voltage: 25_100,
    working_current: moment.working ? 4_300 : 610,
    backup_battery: { switch: 1, voltage: 27_900, temperature: moment.weather.celsius + 4.1 },
    drone_battery_maintenance_info: {
      maintenance_state: 0,
      maintenance_time_left: 0,
      heat_state: 0,
      batteries: [{ index: 0, capacity_percent: UNAVAILABLE, voltage: UNAVAILABLE, temperature: UNAVAILABLE }],
    },
  });
}

/** A dock's weather, from what surrounds its aircraft. */
export function weatherOf({ windSpeed }: Conditions, seconds: number, at: number): DockWeather {
  return {
    windMetresPerSecond: windSpeed / 10,
    celsius: Math.round((at + 3 * Math.sin(seconds / 4_000)) * 10) / 10,
    humidityPercent: Math.round(48 + 9 * Math.sin(seconds / 5_200)),
    rainfall: 0,
  };
}

function osd(crew: SimulatedCrew, at: Date, data: object): SimulatedMessage {
  const { gatewaySerial } = crew;
  return message(`thing/product/${gatewaySerial}/osd`, { ...frame(crew, at), data });
}
