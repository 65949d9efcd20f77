import type { PaperLanguage } from '../../../platform/index.js';
import type { HoldingState } from '../../samples/sample.rules.js';
import type { ControlKind } from '../../method-cards/method-card.rules.js';
import type { ConfirmationState, Finding } from '../confirmations/confirmation.rules.js';
import type { ContestReason } from '../runs/contest.rules.js';
import type { ControlState, InconclusiveReason, Outcome, RapidTestFlag, RapidTestVerdict } from '../run.codes.js';

export interface ResultWords {
  readonly title: string;
  readonly verdict: string;
  readonly verdicts: Readonly<Record<RapidTestVerdict, string>>;
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly flags: Readonly<Record<RapidTestFlag, string>>;
  readonly reasons: Readonly<Record<InconclusiveReason, string>>;
  readonly controls: Readonly<Record<ControlKind, string>>;
  readonly controlStates: Readonly<Record<ControlState, string>>;
  readonly findings: Readonly<Record<Finding, string>>;
  readonly confirmationStates: Readonly<Record<ConfirmationState, string>>;
  readonly contests: Readonly<Record<ContestReason, string>>;
  readonly facts: Readonly<Record<ResultFact, string>>;
  readonly holdings: Readonly<Record<HoldingState, string>>;
  readonly until: string;
  readonly repeats: (count: number) => string;
  readonly deviation: string;
  readonly none: string;
  readonly singleSource: string;
  readonly belowDetection: string;
  readonly exceedFactor: string;
  readonly rules: string;
}

export type ResultFact =
  | 'item'
  | 'at'
  | 'value'
  | 'readings'
  | 'result'
  | 'limit'
  | 'limitSource'
  | 'why'
  | 'instrument'
  | 'certificate'
  | 'kit'
  | 'method'
  | 'operator'
  | 'sample'
  | 'holding'
  | 'place'
  | 'controls'
  | 'confirmation'
  | 'override'
  | 'contest'
  | 'tester'
  | 'witness';

export const RESULT_WORDS: Readonly<Record<PaperLanguage, ResultWords>> = {
  zh: {
    title: '快速检测结果单',
    verdict: '判定',
    verdicts: { invalid: '无效', below: '符合限值', exceeds: '超出限值（初筛）', inconclusive: '不能判定' },
    outcomes: { positive: '阳性', negative: '阴性', unclear: '不清' },
    flags: {
      no_custody: '仪器无领用记录',
      calibration_lapsed: '检定/校准已过期',
      calibration_unknown: '无检定/校准记录',
      lot_unknown: '试剂批号不明',
      lot_expired: '试剂已过期',
      unit_missing: '缺少单位',
      item_unknown: '仪器或方法卡不测该项目',
      value_missing: '缺少读数',
      outcome_unclear: '显色不清',
      control_missing: '必做质控未做',
      control_failed: '质控不合格',
      blank_too_high: '空白过高',
      parallel_spread: '平行偏差过大',
      out_of_range: '超出量程',
      start_unknown: '未记计时起点',
      read_early: '读数过早',
      read_late: '读数过晚',
      photo_missing: '缺少要求的照片',
      holding_time_exceeded: '样品超过保存期',
    },
    reasons: {
      no_limit: '没有适用的限值',
      limit_unstated: '适用限值所需条件未说明',
      limit_ambiguous: '有多条限值同时适用',
      unit_differs_from_limit: '单位与限值不同',
      unit_differs_from_card: '单位与方法卡不同',
      item_differs_from_limit: '项目与限值不同',
      detection_limit_too_high: '检出限高于限值',
      below_quantification: '低于定量下限',
      turning_point_differs: '显色界限与限值不同',
      known_interference: '该基质已知有干扰',
      below_zero: '读数低于零，超出方法检出限',
    },
    controls: {
      blank: '空白',
      positive: '阳性对照',
      negative: '阴性对照',
      standard: '标准点',
      spike: '加标',
      parallel: '平行',
    },
    controlStates: { passed: '合格', failed: '不合格', not_done: '未做', unjudged: '无判据' },
    findings: { below: '符合', exceeds: '超出', inconclusive: '不能判定' },
    confirmationStates: { requested: '已委托', reported: '已出具', withdrawn: '已撤回' },
    contests: {
      medium: '不适用（非食用农产品）',
      authority: '不适用（检测主体）',
      not_told: '尚未告知',
      running: '可提出异议至',
      over: '异议期已过',
    },
    facts: {
      item: '项目',
      at: '读数时间',
      value: '读数',
      readings: '平行读数',
      result: '结果',
      limit: '适用限值',
      limitSource: '依据说明',
      why: '原因',
      instrument: '仪器',
      certificate: '检定/校准',
      kit: '试剂',
      method: '方法',
      operator: '检测人',
      sample: '样品',
      holding: '样品保存期',
      place: '位置',
      controls: '质控',
      confirmation: '实验室复检',
      override: '另有意见',
      contest: '异议期',
      tester: '检测人',
      witness: '见证人',
    },
    holdings: { good: '有效', over: '已过期', unknown: '未知' },
    until: '至',
    repeats: (count) => `共 ${count} 个`,
    deviation: '偏差',
    none: '无',
    singleSource: '单一来源，未经两份文本核对',
    belowDetection: '低于检出限',
    exceedFactor: '超标倍数',
    rules: '判定规则',
  },
  en: {
    title: 'Rapid test result',
    verdict: 'Verdict',
    verdicts: {
      invalid: 'invalid',
      below: 'within the limit',
      exceeds: 'exceeds the limit (screening)',
      inconclusive: 'inconclusive',
    },
    outcomes: { positive: 'positive', negative: 'negative', unclear: 'unclear' },
    flags: {
      no_custody: 'nobody had signed for the instrument',
      calibration_lapsed: 'certificate lapsed',
      calibration_unknown: 'no certificate',
      lot_unknown: 'lot unknown',
      lot_expired: 'lot expired',
      unit_missing: 'no unit',
      item_unknown: 'not measured by this instrument or method card',
      value_missing: 'no reading',
      outcome_unclear: 'outcome unclear',
      control_missing: 'required control not done',
      control_failed: 'control failed',
      blank_too_high: 'blank too high',
      parallel_spread: 'parallel readings too far apart',
      out_of_range: 'out of range',
      start_unknown: 'start not recorded',
      read_early: 'read too early',
      read_late: 'read too late',
      photo_missing: 'required photo missing',
      holding_time_exceeded: 'sample too old',
    },
    reasons: {
      no_limit: 'no limit applies',
      limit_unstated: 'what the limit depends on was not stated',
      limit_ambiguous: 'more than one limit applies',
      unit_differs_from_limit: 'unit differs from the limit',
      unit_differs_from_card: 'unit differs from the method card',
      item_differs_from_limit: 'item differs from the limit',
      detection_limit_too_high: 'detection limit above the limit',
      below_quantification: 'below the range of quantification',
      turning_point_differs: 'the strip turns elsewhere than at the limit',
      known_interference: 'known interference of this matrix',
      below_zero: 'the display is below zero beyond what the method cannot see',
    },
    controls: {
      blank: 'blank',
      positive: 'positive',
      negative: 'negative',
      standard: 'standard',
      spike: 'spike',
      parallel: 'parallel',
    },
    controlStates: { passed: 'passed', failed: 'failed', not_done: 'not done', unjudged: 'no bound' },
    findings: { below: 'within', exceeds: 'exceeds', inconclusive: 'inconclusive' },
    confirmationStates: { requested: 'requested', reported: 'reported', withdrawn: 'withdrawn' },
    contests: {
      medium: 'does not apply (no edible farm produce)',
      authority: 'does not apply (authority)',
      not_told: 'not told yet',
      running: 'may be contested until',
      over: 'time to contest is over',
    },
    facts: {
      item: 'Item',
      at: 'Read at',
      value: 'Reading',
      readings: 'Repeats',
      result: 'Result',
      limit: 'Limit',
      limitSource: 'Said by',
      why: 'Because',
      instrument: 'Instrument',
      certificate: 'Certificate',
      kit: 'Kit',
      method: 'Method',
      operator: 'Operator',
      sample: 'Sample',
      holding: 'Sample keeps',
      place: 'Place',
      controls: 'Controls',
      confirmation: 'Laboratory',
      override: 'Other opinion',
      contest: 'Contest',
      tester: 'Operator',
      witness: 'Witness',
    },
    holdings: { good: 'kept', over: 'too long', unknown: 'unknown' },
    until: 'until',
    repeats: (count) => `${count} in all`,
    deviation: 'deviation',
    none: 'none',
    singleSource: 'single source, not compared with a second copy',
    belowDetection: 'below detection',
    exceedFactor: 'exceed factor',
    rules: 'Rules',
  },
};
