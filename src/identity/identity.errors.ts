import { defineErrors } from '../platform/index.js';

export const IdentityErrors = defineErrors({
  LOGIN_FAILED: { status: 401, level: 'info', en: 'User name or password is wrong', zh: '用户名或密码错误' },
  TOKEN_INVALID: { status: 401, level: 'info', en: 'The token is not valid', zh: '令牌无效' },
  TOKEN_EXPIRED: { status: 401, level: 'info', en: 'The token has run out; refresh it', zh: '令牌已过期，请刷新' },
  REFRESH_REUSED: {
    status: 401,
    level: 'warn',
    en: 'This refresh token was used before; log in again',
    zh: '刷新令牌已被使用，请重新登录',
  },
  CROSS_SITE: {
    status: 403,
    level: 'warn',
    en: 'Cookies are accepted from our own pages only',
    zh: '仅接受本站页面的 Cookie',
  },
  LINK_INVALID: { status: 410, level: 'info', en: 'This link was used or has run out', zh: '链接已使用或已过期' },
  USERNAME_TAKEN: { status: 409, level: 'info', en: 'This user name is taken', zh: '用户名已被占用' },
  UNIT_UNKNOWN: { status: 422, level: 'info', en: 'There is no such unit', zh: '没有该单位' },
  QUALIFICATION_EXISTS: {
    status: 409,
    level: 'info',
    en: 'A licence or training with this number is already recorded',
    zh: '该编号的执照或培训已登记',
  },
  QUALIFICATION_WITHDRAWN: { status: 409, level: 'info', en: 'It was withdrawn before', zh: '该资质已被撤销' },
  UNIT_CERTIFICATE_EXISTS: {
    status: 409,
    level: 'info',
    en: 'An operating certificate with this number is already recorded',
    zh: '该编号的运营合格证已登记',
  },
  UNIT_CERTIFICATE_WITHDRAWN: { status: 409, level: 'info', en: 'It was withdrawn before', zh: '该合格证已被撤销' },
  ON_DUTY_ALREADY: { status: 409, level: 'info', en: 'The person is on duty at that time', zh: '该人员此时段已在值班' },
  OWN_ACCOUNT: { status: 422, level: 'info', en: 'Nobody changes their own account', zh: '不得更改本人账户' },
  LAST_SECURITY_ADMINISTRATOR: {
    status: 422,
    level: 'info',
    en: 'One active security administrator must stay',
    zh: '须保留至少一名在用的安全管理员',
  },
  API_KEY_EXPIRY_INVALID: {
    status: 422,
    level: 'info',
    en: 'A key ends in the future, within two years',
    zh: '密钥有效期须晚于当前时间且不超过两年',
  },
  ROLES_NOT_COMBINABLE: {
    status: 422,
    level: 'info',
    en: 'Administrator roles are kept apart from each other and from working roles',
    zh: '系统、安全、审计管理员须相互分离，且不得兼任业务角色',
  },
  BOUNDARY_FILE_INVALID: {
    status: 422,
    level: 'info',
    en: 'The boundary file cannot be used: {reason}',
    zh: '边界文件不可用：{reason}',
  },
});
