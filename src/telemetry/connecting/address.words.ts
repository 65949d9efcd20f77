import { failed, ok, unknown } from './step.words.js';

/** About addresses and what they lead to: those of the broker and those of the pilot page alike. */
export const ADDRESS_WORDS = {
  ADDRESS_FIT: ok('地址 {address} 的写法可用', 'The address {address} is written as it should be'),
  ADDRESS_MISSING: failed(
    '未设置平台对外地址',
    'Nobody has said under which address the service is reached',
    '设置 SKYDOCKET_PUBLIC_URL，或在测试时填写 pilotUrl',
    'Set SKYDOCKET_PUBLIC_URL, or name pilotUrl with the test',
  ),
  ADDRESS_UNREADABLE: failed(
    '地址 {address} 无法识别',
    'The address {address} cannot be read',
    '写成 协议://主机:端口 的形式',
    'Write scheme://host:port',
  ),
  ADDRESS_SCHEME: failed(
    '地址 {address} 的协议不可用',
    'The scheme of {address} is not one that can be used',
    '消息代理地址只能以 tcp:// 或 ws:// 开头，平台地址只能以 http:// 或 https:// 开头',
    'DJI Pilot 2 takes a broker at tcp:// or ws:// only, and a page at https:// or http://',
  ),
  ADDRESS_PORT_MISSING: unknown(
    '地址 {address} 未写端口；遥控器将使用哪个端口没有公开说明',
    'No port is written in {address}; which one a controller takes then is not documented',
    '写明端口，例如 tcp://主机:1883',
    'Write the port, as in tcp://host:1883',
  ),
  ADDRESS_LOCAL: failed(
    '{host} 指本机：在遥控器上它指遥控器自己',
    '{host} means this machine: on a controller it means the controller',
    '填写遥控器所在网络能访问的域名或地址；若是单机试用，测试时设 local 为 true',
    'Write a name or address that the network of the controllers reaches; for a trial on one machine set local with the test',
  ),
  ADDRESS_UNSPECIFIED: failed(
    '{host} 是监听地址，不是可访问的地址',
    '{host} says where to listen, not whom to reach',
    '填写本服务器在网络中的域名或地址',
    'Write the name or address of this server in the network',
  ),
  ADDRESS_INNER_NAME: failed(
    '{host} 只在本机或内部网络（如容器网络）中有效',
    '{host} is a name of one machine or inner network, such as that of containers',
    '填写遥控器能解析的完整域名，或服务器地址',
    'Write a full name that controllers can resolve, or the address of the server',
  ),
  ADDRESS_FORBIDDEN: failed(
    '{host} 属于链路本地、组播或云平台元数据地址，不予访问',
    '{host} is link-local, multicast or where a cloud keeps data of its machines: it is never asked',
    '填写服务器自己的地址',
    'Write the address of the server itself',
  ),
  ADDRESS_PLAIN: unknown(
    '{address} 未加密：Pilot 2 的部分版本只接受 https',
    '{address} is not encrypted: some versions of DJI Pilot 2 take https only',
    '使用公共机构签发的证书，改用 https://；否则须将 Pilot 2 升级到仍支持 http 的版本，且登录密码以明文传输',
    'Serve https:// with a certificate of a public authority; passwords travel in clear otherwise',
  ),
  PORT_NOT_OURS: failed(
    '本机端口 {port} 不属于本服务，不予访问',
    'Port {port} of this machine is not one of this service and is not asked',
    '单机试用时填写本服务自己的端口',
    'For a trial on one machine write a port of this service',
  ),
  NAME_RESOLVES: ok('{host} 解析为 {addressText}', '{host} stands for {addressText}'),
  NAME_UNKNOWN: failed(
    '{host} 无法解析',
    'Nobody knows the name {host}',
    '检查拼写，并确认该域名已在遥控器所用的 DNS 中登记',
    'Look at the spelling, and whether the name servers that controllers ask know it',
  ),
  NAME_SILENT: failed(
    '域名服务器未在时限内回答 {host}',
    'No name server answered about {host} in time',
    '检查本服务器的 DNS 设置',
    'Look at the name servers of this machine',
  ),
  NAME_MISLEADS: failed(
    '{host} 解析为不可用的地址 {addressText}',
    '{host} stands for {addressText}, which cannot be used',
    '修正域名解析，使其指向服务器在网络中的地址',
    'Have the name stand for the address of the server in the network',
  ),
  TCP_CONNECTS: ok('{host}:{port} 可以连接', '{host}:{port} can be connected to'),
  TCP_REFUSED: failed(
    '{host}:{port} 拒绝连接：该端口没有服务在监听',
    '{host}:{port} refuses: nothing listens there',
    '检查端口号，以及服务监听的是否为对外网卡（SKYDOCKET_HOST、SKYDOCKET_MQTT_HOST）',
    'Look at the port, and at which address the service listens (SKYDOCKET_HOST, SKYDOCKET_MQTT_HOST)',
  ),
  TCP_SILENT: failed(
    '{host}:{port} 未在时限内应答，多半被防火墙拦截',
    '{host}:{port} does not answer in time; mostly a firewall is between',
    '在防火墙或云安全组中放行该端口',
    'Open the port in the firewall or security group',
  ),
  TCP_UNREACHABLE: failed(
    '无法到达 {host}:{port}（{reason}）',
    '{host}:{port} cannot be reached ({reason})',
    '检查路由与网络连接',
    'Look at the network between',
  ),
} as const;
