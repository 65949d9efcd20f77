import { failed, ok, unknown } from './step.words.js';

const PROXY_ZH = '检查反向代理是否原样转发路径、Host 与 Upgrade 请求头';
const PROXY_EN = 'See that the proxy passes path, Host and Upgrade on unchanged';

/** About what answers behind the addresses. */
export const SERVICE_WORDS = {
  MQTT_ANSWERS: ok(
    '以 {controller} 的临时凭证连接、订阅、发布均成功，确认用时 {ackMs} 毫秒，应答用时 {replyMs} 毫秒',
    'Connected, subscribed and published with a passing secret of {controller}: acknowledged after {ackMs} ms, answered after {replyMs} ms',
  ),
  MQTT_NO_CONTROLLER: unknown(
    '没有已登记的遥控器可用于测试登录',
    'No controller is registered with which a log-in could be tried',
    '先在设备登记中录入遥控器（序列号、实时上报）',
    'Register a controller first, with its serial and as one that reports',
  ),
  MQTT_REFUSED: failed(
    '消息代理拒绝了遥控器的登录（{reason}）',
    'The broker refuses the log-in of a controller ({reason})',
    '使用外部消息代理时，确认其从本服务获取设备账号；并确认地址指向本服务的消息代理',
    'With an external broker see that it has the devices’ log-ins from this service, and that the address is that of its broker',
  ),
  MQTT_SILENT: failed(
    '已建立连接，但消息代理未在时限内应答登录',
    'Connected, but nobody answers the log-in in time',
    '确认该端口是 MQTT 端口；TLS 端口不能用 tcp:// 地址',
    'See that MQTT is spoken on that port, without TLS',
  ),
  MQTT_SPEAKS_TLS: failed(
    '{host}:{port} 是 TLS 端口，而遥控器按 {scheme}:// 使用明文连接',
    '{host}:{port} speaks TLS, and a controller that is told {scheme}:// speaks plain',
    '填写明文 MQTT 端口（通常为 1883）；Pilot 2 的地址写法没有 TLS',
    'Write the plain port, mostly 1883: DJI Pilot 2 has no scheme for TLS',
  ),
  MQTT_NOT_MQTT: failed(
    '{host}:{port} 上的服务不是 MQTT（{reason}）',
    'What answers at {host}:{port} is no MQTT broker ({reason})',
    '检查端口；ws:// 地址还须写明路径（如 /mqtt）',
    'Look at the port; at ws:// a path such as /mqtt may be missing',
  ),
  MQTT_SUBSCRIBE_REFUSED: failed(
    '登录成功，但不允许订阅 {topic}',
    'Logged in, but may not subscribe to {topic}',
    '外部消息代理的权限须允许设备订阅自己的主题',
    'Have the external broker allow devices their own topics',
  ),
  MQTT_UNACKNOWLEDGED: failed(
    '发布的消息未在时限内得到确认',
    'What was published is not acknowledged in time',
    '查看 /readyz：数据库不可用时不会确认任何消息',
    'Look at /readyz: while the database is away nothing is acknowledged',
  ),
  MQTT_UNANSWERED: failed(
    '消息已被确认，但本服务没有应答：遥控器上线后飞行器不会上报',
    'Acknowledged, but this service does not answer: aircraft behind a controller would not report',
    '确认该地址的消息代理正是本服务所连接的（MQTT_URL）',
    'See that this broker is the one that the service is connected to (MQTT_URL)',
  ),
  PAGE_SHOWN: ok('接入页面 {url} 可以打开', 'The page {url} opens'),
  PAGE_REDIRECTED: failed(
    '{url} 被重定向到 {location}（状态 {status}）',
    '{url} is redirected to {location} (status {status})',
    '在 Pilot 2 中填写最终地址，并把它设为 SKYDOCKET_PUBLIC_URL',
    'Enter the final address in DJI Pilot 2 and set it as SKYDOCKET_PUBLIC_URL',
  ),
  PAGE_REFUSED: failed('{url} 回答状态 {status}', '{url} answers with status {status}', PROXY_ZH, PROXY_EN),
  PAGE_FOREIGN: failed(
    '{url} 打开的不是本平台的接入页面',
    'What {url} shows is not the page of this service',
    '检查该地址指向哪台服务器',
    'Look at which server stands behind the address',
  ),
  PAGE_SILENT: failed(
    '{url} 未在时限内应答（{reason}）',
    '{url} does not answer in time ({reason})',
    PROXY_ZH,
    PROXY_EN,
  ),
  SOCKET_OPENS: ok('WebSocket 可以建立，并收到了一帧', 'The WebSocket opens, and a frame came through'),
  SOCKET_NOT_UPGRADED: failed(
    'WebSocket 未能升级（状态 {status}）：地图上看不到队友与标记',
    'The WebSocket is not upgraded (status {status}): Pilot’s map stays without teammates and marks',
    PROXY_ZH,
    PROXY_EN,
  ),
  SOCKET_SILENT: failed(
    'WebSocket 没有内容通过（{reason}）',
    'Nothing comes through the WebSocket ({reason})',
    PROXY_ZH,
    PROXY_EN,
  ),
  UPLOAD_TAKEN: ok(
    '以遥控器的上传方式写入 {bytes} 字节成功，用时 {ms} 毫秒，已删除',
    'Stored {bytes} bytes as a controller uploads, in {ms} ms, and removed them',
  ),
  UPLOAD_REFUSED: failed(
    '上传被拒绝（{reason}，状态 {status}）',
    'The upload is refused ({reason}, status {status})',
    '反向代理须原样转发 /s3 的路径与 Host；否则签名不符。磁盘空间不足时也会拒绝',
    'A proxy must pass the path below /s3 and Host on unchanged, or no signature is right; a full disk refuses too',
  ),
  UPLOAD_SILENT: failed(
    '上传未在时限内完成（{reason}）',
    'The upload does not end in time ({reason})',
    PROXY_ZH,
    PROXY_EN,
  ),
  TOPOLOGY_ANSWERED: ok(
    '{answered} 台上报过拓扑的网关设备均已得到应答',
    'All {answered} gateways that announced their topology were answered',
  ),
  TOPOLOGY_UNANSWERED: failed(
    '{unanswered} 台网关设备已连接，但拓扑未得到应答：其飞行器不上报数据',
    '{unanswered} gateways came, and their topology is not answered: aircraft behind them do not report',
    '按每台设备的原因处理：登记飞行器，或将遥控器与飞行器一并领用',
    'See the reason of each: register the aircraft, or check out controller and aircraft together',
  ),
  TOPOLOGY_NOT_SEEN: unknown('尚无遥控器或机场上报过拓扑', 'No controller or dock has announced its topology yet'),
  CLOCKS_AGREE: ok(
    '{compared} 台网关设备的时钟与本服务相差不超过 {worstSeconds} 秒',
    'The clocks of {compared} gateways are within {worstSeconds} s of ours',
  ),
  CLOCK_APART: failed(
    '{assetCode} 的时钟与本服务相差 {worstSeconds} 秒：证据时间会受质疑，相差过大时数据不被采信',
    'The clock of {assetCode} is {worstSeconds} s from ours: times of evidence are open to doubt, and beyond an hour ahead nothing is believed',
    '在遥控器上开启自动时间；机场从接入参数中的时间服务器取时，请确认其可达',
    'Have the controller set its time by itself; docks ask the time server that is set up, see that they reach it',
  ),
  CLOCK_NOT_HEARD: unknown(
    '一天内没有网关设备上报，无法比较时钟',
    'No gateway was heard within a day: there is no clock to compare',
  ),
} as const;
