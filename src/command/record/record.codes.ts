/** Records of closed sessions on their way into the evidence of their case. */
export const RECORD_QUEUE = 'command.session-record';
