/** Time spent, in the two spellings of SCORM. Never negative (clocks are put back), never more than 1.2 can say. */

const MOST = 9999 * 360000 + 359999;

const two = (value: number): string => String(value).padStart(2, "0");

/** SCORM 1.2's CMITimespan: HHHH:MM:SS.SS. */
export function timespan(milliseconds: number): string {
  const [hours, minutes, seconds, hundredths] = split(milliseconds);
  return `${String(hours).padStart(4, "0")}:${two(minutes)}:${two(seconds)}.${two(hundredths)}`;
}

/** SCORM 2004's timeinterval (second,10,2): PTnHnMnS with hundredths only where there are any. */
export function duration(milliseconds: number): string {
  const [hours, minutes, seconds, hundredths] = split(milliseconds);
  return `PT${hours}H${minutes}M${seconds}${hundredths ? `.${two(hundredths)}` : ""}S`;
}

function split(milliseconds: number): [hours: number, minutes: number, seconds: number, hundredths: number] {
  const all = Math.min(Math.max(0, Math.floor(milliseconds / 10)), MOST);
  return [Math.floor(all / 360000), Math.floor(all / 6000) % 60, Math.floor(all / 100) % 60, all % 100];
}

/** The learner's own date and time, to the second and without a zone: Canvas refuses a "Z", Moodle milliseconds. */
export function localTime(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60000).toISOString().slice(0, 19);
}
