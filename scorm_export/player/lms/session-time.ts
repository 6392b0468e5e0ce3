/** Time spent in this session, in SCORM 1.2's CMITimespan: HHHH:MM:SS.SS. */

/** Never negative (clocks are put back), never more than the format can say. */
export function timespan(milliseconds: number): string {
  const hundredths = Math.min(Math.max(0, Math.floor(milliseconds / 10)), 9999 * 360000 + 359999);
  const two = (value: number): string => String(value).padStart(2, "0");
  const hours = Math.floor(hundredths / 360000);
  const minutes = Math.floor(hundredths / 6000) % 60;
  const seconds = Math.floor(hundredths / 100) % 60;
  return `${String(hours).padStart(4, "0")}:${two(minutes)}:${two(seconds)}.${two(hundredths % 100)}`;
}
