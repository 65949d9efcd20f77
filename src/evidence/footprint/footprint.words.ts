import type { Words } from '../metadata/claim.types.js';
import type { FootprintOutcome } from './footprint.types.js';

/** Every outcome in words: what the polygon rests on, or why there is none. */
export const FOOTPRINT_WORDS: Readonly<Record<FootprintOutcome, Words>> = {
  computed: {
    zh: '按相机姿态、镜头和高度在假定平坦的地面上推算;地形起伏未计入。',
    en: 'Computed from attitude, lens and height on ground taken for flat; relief is not counted.',
  },
  given: { zh: '由文件自身的地理坐标给出。', en: 'Given by the file’s own georeference.' },
  above_horizon: {
    zh: '画面含地平线或天空,不推算地面范围。',
    en: 'The picture reaches the horizon or the sky: no ground is claimed.',
  },
  beyond_range: {
    zh: '画面远端超过 3000 米,误差过大,不推算地面范围。',
    en: 'The far side lies beyond 3,000 m, where errors are too large: no ground is claimed.',
  },
  no_position: { zh: '没有可用的位置。', en: 'There is no usable position.' },
  no_height: { zh: '没有相对地面或起飞点的高度。', en: 'There is no height above ground or take-off.' },
  no_attitude: { zh: '云台姿态不完整。', en: 'The attitude of the gimbal is incomplete.' },
  lens_unknown: { zh: '镜头参数不可用。', en: 'Nothing usable is known of the lens.' },
  camera_reversed: {
    zh: '相机或云台倒置安装,角度含义不明。',
    en: 'Camera or gimbal is mounted upside down: what its angles mean is not known.',
  },
  map_edge: { zh: '位于地图边缘,不推算。', en: 'Too near the edge of the map.' },
};
