/** Our graders for the capa judge: JSON lines, the same questions as capa_oracle.py gets, answered by the player's code.
 *
 * {"problem", "cases"} → [{"1": [verdict, [hint HTML, …], points]}, …] with "refused:<complaint>" for what the player sends back
 * {"texts"} → [[real, imaginary] | null, …]
 */
import { build } from "esbuild";
import { createInterface } from "node:readline";

const contents = `
export { complaintsAbout, responsesOf, submit } from "./scorm_export/player/problem";
export { gradeResponse, registerGraders } from "./scorm_export/player/graders";
export { calculating } from "./scorm_export/player/graders/calculating";
export { readValue } from "./scorm_export/player/graders/arithmetic";
`;
const { outputFiles } = await build({
  stdin: { contents, resolveDir: process.cwd(), loader: "ts" },
  bundle: true,
  format: "esm",
  write: false,
});
const { calculating, complaintsAbout, gradeResponse, readValue, registerGraders, responsesOf, submit } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
);
registerGraders(calculating);

/** As the player does: complaints first, then the whole problem is submitted; feedback belongs to the kept answers. */
function submission(problem, answers) {
  const given = Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== null));
  const complaints = complaintsAbout(problem, given);
  const { correct, partial = {}, answers: kept } = submit(problem, undefined, given);
  const verdict = (response, index) => {
    if (complaints[response.id]) return [`refused:${complaints[response.id]}`, [], 0];
    const [part, whole] = correct[index] ? [1, 1] : (partial[index] ?? [0, 1]);
    const word = correct[index] ? "correct" : part > 0 ? "partially-correct" : "incorrect";
    return [word, gradeResponse(response, kept[response.id]).feedback, part / whole];
  };
  const found = responsesOf(problem).map((response, index) => [response.id, verdict(response, index)]);
  return Object.fromEntries(found.filter(([id]) => id in answers));
}

function number(text) {
  const value = readValue(text);
  const part = (size) => (Number.isFinite(size) ? size : String(size));
  return value && [part(value.re), part(value.im)];
}

for await (const line of createInterface({ input: process.stdin })) {
  const { problem, cases, texts } = JSON.parse(line);
  const answer = texts ? texts.map(number) : cases.map((answers) => submission(problem, answers));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
