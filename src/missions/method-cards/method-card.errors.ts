const refused = (en: string, zh: string) => ({ status: 422, level: 'info', en, zh }) as const;

export const METHOD_CARD_REFUSALS = {
  METHOD_CARD_UNKNOWN: refused('There is no such method card', '没有该方法卡'),
  METHOD_CARD_CHANGED: {
    status: 409,
    level: 'info',
    en: 'The card is at version {version} by now',
    zh: '该方法卡已更新至第 {version} 版',
  },
  METHOD_CARD_KIT_UNKNOWN: refused('There is no kit {kitCode}', '没有试剂盒 {kitCode}'),
  METHOD_CARD_DEVICE_KIND_UNKNOWN: refused(
    'There is no kind of devices {deviceKindCode}',
    '没有设备类型 {deviceKindCode}',
  ),
  METHOD_CARD_WITHOUT_INSTRUMENT: refused(
    'The card is for any instrument: say which to book',
    '该方法卡不限定仪器，请指定要预约的仪器',
  ),
  METHOD_CARD_CONTROL_TWICE: refused('A kind of control stands there twice', '同一种质控重复填写'),
  METHOD_CARD_WINDOW_WITHOUT_START: refused(
    'A reading window needs the step from which it is counted',
    '设有读数时限时须标明计时起始步骤',
  ),
  METHOD_CARD_STARTS_TWICE: refused('Two steps start the clock', '计时起始步骤不得多于一个'),
} as const;
