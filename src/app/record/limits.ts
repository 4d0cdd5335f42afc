/** The largest report that is taken. */
export const MAX_REPORT_BYTES = 1024 ** 3
