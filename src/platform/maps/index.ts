export { writeGeoJson } from './geojson.writer.js';
export { writeGeoPackage } from './geopackage.writer.js';
export { writeKml } from './kml.writer.js';
export { readMap } from './map.reader.js';
export { MapFault } from './map.types.js';
export type {
  DeclaredCrs,
  MapCollection,
  MapFaultKind,
  MapFeature,
  MapFormat,
  MapLimits,
  MapReading,
  MapValue,
  RawFeature,
  TextEncoding,
} from './map.types.js';
