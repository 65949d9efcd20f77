export { parseBbox, BBOX_FAULTS } from './bbox.rules.js';
export type { BboxFault, ParsedBbox } from './bbox.rules.js';
export { BoundarySet, NEAR_BOUNDARY_METRES } from './boundary-set.js';
export type { Location } from './boundary-set.js';
export { BOUNDARY_FAULTS, featuresFromGeoJson, featuresFromTopology, isKnownCrs } from './boundary-source.rules.js';
export type { BoundaryFault, BoundaryReading } from './boundary-source.rules.js';
export { BOUNDARY_LEVELS } from './boundary.types.js';
export type { BoundaryFeature, BoundaryLevel, BoundaryUnit } from './boundary.types.js';
export type { Areal, BoundingBox, Position } from './geo.types.js';
export {
  cameraAxes,
  FILM_DIAGONAL_MILLIMETRES,
  focalPixels,
  groundCorners,
  groundSeen,
  LEAST_FALL,
  pixelOf,
} from './camera.rules.js';
export type { CameraAngles, CameraPose, GroundPoint, Lens, PixelPoint } from './camera.rules.js';
export { edgeColumns } from './outline.js';
export type { EdgeColumns } from './outline.js';
export { crsByCode, crsByText } from './crs.rules.js';
export type { Crs, XY } from './crs.rules.js';
export {
  ELLIPSOID,
  geodesicArea,
  geodesicDestination,
  geodesicDistance,
  geodesicLength,
  geodesicPerimeter,
} from './geodesic.rules.js';
export { pointOn } from './point-on.rules.js';
export { PLACE_KINDS, placeInWords } from './place.rules.js';
export type { Place, PlaceInWords, PlaceKind } from './place.rules.js';
export { checkPolygon, MAX_POLYGON_POINTS, POLYGON_FAULTS } from './polygon-check.rules.js';
export type { CheckedPolygon, PolygonFault } from './polygon-check.rules.js';
export {
  areaSquareMetres,
  boundingBox,
  boxPolygon,
  boxesMeet,
  boxHolds,
  contains,
  distanceToEdgeMetres,
  meanWidthMetres,
  nearestOnEdge,
} from './polygon.rules.js';
export { metresPlane, radians } from './plane.rules.js';
export { PreparedShape } from './prepared-shape.js';
export { bearingDegrees, COMPASS_POINTS, compassPoint, destination, distanceMetres } from './position.rules.js';
export type { CompassPoint } from './position.rules.js';
export { along, joined, SegmentShape } from './segment.rules.js';
export type { Stretch } from './segment.rules.js';
export { centreOf, circle, corridor, legsNearEachOther } from './shape.rules.js';
export { coveredSquareMetres, isCoveredBy, sharedSquareMetres, TOUCH_METRES } from './shared-area.rules.js';
export { overlap, sharedSpace } from './volume.rules.js';
export type { Occupation, Overlap, SharedSpace, Volume } from './volume.rules.js';
