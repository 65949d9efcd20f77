/** Who compared the copies behind the rows that ship with the service. */
export const TWO_COPIES_READ_BY = 'Skydocket maintainers';
