/** Every text of the page: first Chinese, then English. */
export const TITLES = {
  controller: ['识别遥控器', 'Name the controller'],
  'log-in': ['登录天证', 'Log in'],
  line: ['领取接入参数', 'Fetch what the controller needs'],
  licence: ['校验大疆许可证', 'Verify the DJI licence'],
  api: ['接口模块', 'API module'],
  workspace: ['设置工作空间', 'Set the workspace'],
  thing: ['连接消息代理（位置、指令）', 'Connect to the broker (positions, commands)'],
  media: ['自动回传原始照片与视频', 'Send original photos and videos by themselves'],
  ws: ['态势推送通道', 'Channel for the situation'],
  map: ['地图标注', 'Marks on the map'],
  tsa: ['队友位置', 'Positions of others'],
  mission: ['航线库', 'Library of waylines'],
  liveshare: ['直播', 'Live pictures'],
};

export const VERDICTS = {
  running: ['正在接入…', 'Connecting…'],
  done: ['已接入，可以起飞。', 'Connected: ready to fly.'],
  partly: [
    '已接入，但有功能不可用，见下方红色项。',
    'Connected, but something does not work: see the red lines below.',
  ],
  failed: ['未能接入，原因见下。', 'Not connected; the reason is below.'],
  away: ['与消息代理的连接已断开，遥控器正在重连。', 'The line to the broker is gone; the controller tries again.'],
  left: ['已断开。', 'Disconnected.'],
};

/** What to do about a fault; a step's own word for a reason comes before the general one. */
const HINTS = {
  NOT_IN_PILOT: [
    '请在 DJI Pilot 2 的“云服务 → 第三方平台”中打开本页。',
    'Open this page in DJI Pilot 2: Cloud Service → Open Platforms.',
  ],
  CONTROLLER_UNNAMED: ['遥控器没有给出序列号，请重启 DJI Pilot 2。', 'The controller gave no serial: restart Pilot 2.'],
  LOGIN_FAILED: ['用户名或密码不正确。', 'User name or password is wrong.'],
  RATE_LIMITED: ['尝试次数过多，请一分钟后再试。', 'Too many attempts: try again in a minute.'],
  'log-in FORBIDDEN': ['该账号不参与办案设备工作。', 'This account has nothing to do with devices.'],
  'line FORBIDDEN': [
    '该遥控器不在您或本单位手中，请先办理借出。',
    'This controller is not checked out to you or your unit: check it out first.',
  ],
  CONTROLLER_NOT_REGISTERED: [
    '该遥控器未在设备池登记，请联系装备管理员。',
    'This controller is not in the pool: tell the equipment manager.',
  ],
  DJI_NOT_SET_UP: [
    '管理员尚未填写大疆应用的密钥、许可证和消息代理地址。',
    'The administrator has not entered the DJI app, its licence and the broker yet.',
  ],
  SERVICE_AWAY: ['连不上天证服务，请检查网络。', 'The service cannot be reached: check the network.'],
  SERVICE_UNREADABLE: ['服务的回答无法识别，请联系管理员。', 'The service gave no readable answer: tell the administrator.'],
  BRIDGE_CALL_MISSING: ['DJI Pilot 2 版本过旧，缺少此功能，请升级。', 'This Pilot 2 is too old for that: update it.'],
  BRIDGE_FAILED: ['DJI Pilot 2 执行时出错，请重启后再试。', 'Pilot 2 failed at it: restart it and try again.'],
  BRIDGE_UNREADABLE: ['DJI Pilot 2 的回答无法识别，请升级。', 'Pilot 2 gave no readable answer: update it.'],
  BRIDGE_REFUSED: ['DJI Pilot 2 拒绝了此项。', 'Pilot 2 refused this.'],
  'licence BRIDGE_REFUSED': [
    '大疆应用 ID、密钥或许可证不匹配，请管理员核对；遥控器首次校验需能访问互联网。',
    'App ID, key and licence do not fit together; the first check needs the internet.',
  ],
  LICENCE_NOT_VERIFIED: [
    '许可证未通过校验；遥控器首次校验需能访问互联网。',
    'The licence was not accepted; the first check needs the internet.',
  ],
  COMPONENT_NOT_LOADED: ['DJI Pilot 2 未加载该模块，请重启后再试。', 'Pilot 2 did not load the module: restart it.'],
  BROKER_NOT_REACHED: [
    '遥控器连不上消息代理。常见原因：地址写错；端口被拦截；TLS 证书为自签、已过期或与主机名不符。请管理员逐项核对。',
    'The controller does not reach the broker: wrong address, blocked port, or a TLS certificate that is self-signed, expired or for another name. Ask the administrator to check each of them.',
  ],
  'media BRIDGE_REFUSED': [
    '照片不会自动回传，不得作为证据现场；请重试。',
    'Photos will not come in by themselves: try again before collecting evidence.',
  ],
};
const UNKNOWN = ['请把下面的代码告诉管理员。', 'Tell the administrator the code below.'];

export function hintFor(stepId, reason) {
  return HINTS[`${stepId} ${reason}`] || HINTS[reason] || UNKNOWN;
}
