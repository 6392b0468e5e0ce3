/** Time spent, in the two spellings of SCORM. Never negative (clocks are put back), never more than 1.2 can say. */

const MOST = 9999 * 360000 + 359999;

const two = (value: number): string => String(value).padStart(2, "0");

/** SCORM 1.2's CMITimespan: HHHH:MM:SS.SS. */
export function timespan(milliseconds: number): string {
  const { hours, minutes, seconds, hundredths } = split(milliseconds);
  return `${String(hours).padStart(4, "0")}:${two(minutes)}:${two(seconds)}.${two(hundredths)}`;
}

/** SCORM 2004's timeinterval (second,10,2): PTnHnMnS with hundredths only where there are any. */
export function duration(milliseconds: number): string {
  const { hours, minutes, seconds, hundredths } = split(milliseconds);
  return `PT${hours}H${minutes}M${seconds}${hundredths ? `.${two(hundredths)}` : ""}S`;
}

function split(milliseconds: number): Record<"hours" | "minutes" | "seconds" | "hundredths", number> {
  const all = Math.min(Math.max(0, Math.floor(milliseconds / 10)), MOST);
  return { hours: Math.floor(all / 360000), minutes: Math.floor(all / 6000) % 60, seconds: Math.floor(all / 100) % 60, hundredths: all % 100 };
}

/** The learner's own time of day: an LMS takes no other, and Canvas refuses a "Z". To the second. */
export function localTime(at: number): { date: string; time: string } {
  const date = new Date(at);
  return {
    date: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
    time: [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":"),
  };
}
