import { failed, ok, skipped } from './step.words.js';

const PUBLIC_ZH = '改用公共证书机构签发的证书（例如 Let’s Encrypt）；遥控器上不能安装自己的根证书';
const PUBLIC_EN =
  'Use a certificate of a public authority, such as Let’s Encrypt: an authority of one’s own cannot be installed on a controller';

/** About TLS, and why DJI Pilot 2 refuses a certificate. */
export const CERTIFICATE_WORDS = {
  TLS_TRUSTED: ok(
    '证书由 {issuer} 签发，有效至 {validTo}，遥控器可以信任',
    'The certificate comes from {issuer}, is good until {validTo}, and leads to an authority that is known',
  ),
  TLS_NOT_ASKED: skipped('该地址不使用 TLS', 'The address does not ask for TLS'),
  TLS_NO_HANDSHAKE: failed(
    '{host}:{port} 未完成 TLS 握手（{reason}）',
    '{host}:{port} does not finish a TLS handshake ({reason})',
    '确认该端口提供 TLS 1.2 或以上；若为明文端口，请改用 http://',
    'See that TLS 1.2 or later is served there; where it is a plain port write http://',
  ),
  TLS_SELF_SIGNED: failed(
    '证书是自签名的：Pilot 2 不接受，页面会空白或提示无法连接',
    'The certificate signs itself: DJI Pilot 2 refuses it, and shows an empty page or says that it cannot connect',
    PUBLIC_ZH,
    PUBLIC_EN,
  ),
  TLS_UNKNOWN_AUTHORITY: failed(
    '证书机构 {issuer} 不在公共信任列表中：Pilot 2 会拒绝',
    'The authority {issuer} is none that is known to everybody: DJI Pilot 2 refuses it',
    PUBLIC_ZH,
    PUBLIC_EN,
  ),
  TLS_CHAIN_INCOMPLETE: failed(
    '服务器只发送了自己的证书，缺少中间证书：Pilot 2 不会自行下载',
    'The server sends its own certificate only, without the one between: DJI Pilot 2 does not fetch it',
    '在服务器上配置完整证书链（fullchain）',
    'Serve the full chain (fullchain)',
  ),
  TLS_EXPIRED: failed(
    '证书已于 {validTo} 过期',
    'The certificate has ended on {validTo}',
    '更新证书，并启用自动续期',
    'Renew it, and have it renewed by itself',
  ),
  TLS_NOT_YET_VALID: failed(
    '证书自 {validFrom} 起才生效',
    'The certificate is good from {validFrom} on only',
    '检查服务器时钟，或等待证书生效',
    'Look at the clock of the server, or wait',
  ),
  TLS_WRONG_HOST: failed(
    '证书是签给 {subject} 的，不包括 {host}：Pilot 2 会拒绝',
    'The certificate is for {subject} and not for {host}: DJI Pilot 2 refuses it',
    '使用证书上的域名作为地址，或申请包含该域名的证书',
    'Use the name of the certificate as the address, or get one for this name',
  ),
  TLS_KEY_SHORT: failed(
    '证书密钥只有 {keyBits} 位，遥控器的系统会拒绝',
    'The key of the certificate has {keyBits} bits only: the controller’s system refuses it',
    '换用不少于 2048 位的 RSA 密钥或 256 位的椭圆曲线密钥',
    'Use a key of at least 2048 bits (RSA) or 256 bits (curve)',
  ),
} as const;
