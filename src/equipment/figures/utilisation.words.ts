import type { Grouping } from './figures.repository.js';

export type FiguresLanguage = 'zh' | 'en';

type Figure =
  'name' | 'devices' | 'inService' | 'bookings' | 'bookedHours' | 'outHours' | 'utilisation' | 'bookedShare' | 'unused';

interface UtilisationWords {
  readonly title: string;
  readonly by: Readonly<Record<Grouping, string>>;
  readonly period: string;
  readonly total: string;
  readonly figures: Readonly<Record<Figure, string>>;
}

export const UTILISATION_WORDS: Readonly<Record<FiguresLanguage, UtilisationWords>> = {
  zh: {
    title: '设备利用情况',
    by: { kind: '设备类型', category: '类别', unit: '所属单位' },
    period: '统计期间',
    total: '合计',
    figures: {
      name: '名称',
      devices: '设备数',
      inService: '在用数',
      bookings: '预约次数',
      bookedHours: '预约小时',
      outHours: '外借小时',
      utilisation: '利用率',
      bookedShare: '预约率',
      unused: '未使用设备数',
    },
  },
  en: {
    title: 'Utilisation of the pool',
    by: { kind: 'Kind', category: 'Category', unit: 'Owner' },
    period: 'Period',
    total: 'Total',
    figures: {
      name: 'Name',
      devices: 'Devices',
      inService: 'In service',
      bookings: 'Bookings',
      bookedHours: 'Hours booked',
      outHours: 'Hours out',
      utilisation: 'Utilisation',
      bookedShare: 'Share booked',
      unused: 'Devices unused',
    },
  },
};
