/** What is served by OGC API Features; the order is that of the answer. */
export const COLLECTION_IDS = ['evidence', 'footprints', 'flights', 'measurements', 'layers'] as const;
export type CollectionId = (typeof COLLECTION_IDS)[number];

export interface CollectionWords {
  readonly title: string;
  readonly description: string;
}

export const COLLECTIONS: Readonly<Record<CollectionId, CollectionWords>> = {
  evidence: {
    title: '证据位置 Evidence',
    description:
      '可见证据的拍摄位置（声明值）；datetime 为声明的拍摄时间。Where visible evidence was taken, as claimed.',
  },
  footprints: {
    title: '拍摄范围 Footprints',
    description:
      '可见证据所拍到的地面范围（按平地推算或文件自带），编号与证据相同；datetime 为声明的拍摄时间。The ground that visible evidence shows, under the id of its item.',
  },
  flights: {
    title: '飞行空域 Flight volumes',
    description:
      '可见飞行计划的空域，高度为离地米数；datetime 为计划时段。The airspace of visible flights, heights in metres above ground; datetime meets their period.',
  },
  measurements: {
    title: '量测成果 Measurements',
    description:
      '面积、长度、高差、体积；datetime 为量测时间。Areas, lengths, heights and volumes; datetime is when they were measured.',
  },
  layers: {
    title: '专题图层 Thematic layers',
    description:
      '现行版本的专题图层要素；没有时间属性，datetime 不起作用。Areas of layers in force; they have no time of their own.',
  },
};

/** Requirements classes that are met. [OGC 17-069r4 §5] */
export const CONFORMS_TO = ['core', 'geojson', 'oas30'].map(
  (name) => `http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/${name}`,
);

/** Longitude, latitude on WGS-84. */
export const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';

export const MOST_FEATURES = 1_000;
export const USUAL_FEATURES = 100;
