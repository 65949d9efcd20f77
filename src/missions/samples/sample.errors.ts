const refused = (en: string, zh: string) => ({ status: 422, level: 'info', en, zh }) as const;
const conflicting = (en: string, zh: string) => ({ status: 409, level: 'info', en, zh }) as const;

export const SAMPLE_REFUSALS = {
  SAMPLE_IN_THE_FUTURE: refused('The time lies in the future', '时间晚于当前时间'),
  SAMPLE_SECOND_PERSON_SAME: refused(
    'Two different people take a sample: name somebody else as the second',
    '采样须由两人进行，第二人不得与采样人相同',
  ),
  SAMPLE_PERSON_UNKNOWN: refused('There is no such person', '没有该人员'),
  SAMPLE_WITHOUT_TEST_PORTION: refused('No portion is for the test', '样品中没有检测份'),
  SAMPLE_FLIGHT_UNKNOWN: refused('There is no such flight', '没有该飞行'),
  SAMPLE_FLIGHT_NOT_FLOWN: refused('A flight in state {state} took no sample', '该飞行没有实施过，不可能采样'),
  SAMPLE_PAYLOAD_UNKNOWN: refused('There is no such payload', '没有该载荷'),
  SAMPLE_PAYLOAD_NOT_PAYLOAD: refused('{assetCode} is no payload', '{assetCode} 不是载荷'),
  SEAL_TAKEN: conflicting('The seal number {sealNumber} was used before', '封签号 {sealNumber} 已被使用'),
  SEAL_TWICE: refused('The seal number {sealNumber} stands there twice', '封签号 {sealNumber} 重复填写'),
  SEAL_NOT_WHOLE: conflicting('The portion has no whole seal', '该份样品没有完好的封签'),
  SEAL_STILL_WHOLE: conflicting(
    'The portion is sealed; say why that seal was broken',
    '该份样品已有封签，须先说明原封签拆封原因',
  ),
  SAMPLE_CHAIN_ENDED: conflicting('The portion was used up or destroyed', '该份样品已用尽或销毁'),
  SAMPLE_MOVED: conflicting('The portion has gone on since you looked', '该份样品在您查看后已经流转'),
  SAMPLE_NOT_IN_YOUR_HANDS: conflicting(
    'It is in the hands of {holder}: one of the two who meet writes the hand-over down',
    '该份样品由 {holder} 保管，须由交接双方之一记录',
  ),
  SAMPLE_HAND_OVER_BEFORE_LAST: refused(
    'The hand-over lies before the one before it, at {lastAt}',
    '交接时间早于上一次交接（{lastAt}）',
  ),
} as const;
